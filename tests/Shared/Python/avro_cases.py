"""Random Avro schemas and values, written and read back by fastavro, one JSON object a line.

usage: avro_cases.py SEED COUNT
Each line: schema, bytes (base64), file (base64 of a container file with the same value three times), codec, expected (the value as
fastavro reads it, in the conventions of docs/decoding.md). Schemas are walked beside values, because fastavro's values do not tell
milliseconds from microseconds. Numbers that JSON would round stand as "@digits@" and lose their marks at the end.
"""
import base64, datetime, decimal, io, json, math, random, re, struct, sys, uuid
import fastavro

seed, count = int(sys.argv[1]), int(sys.argv[2])
rnd = random.Random(seed)
UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)


class Case:
    def __init__(self):
        self.names = 0
        self.known = {}   # full name -> (definition, short name usable in its namespace)

    def name(self, kind):
        self.names += 1
        return f"{kind}{self.names}"

    def schema(self, depth, space=""):
        kinds = ["null", "boolean", "int", "long", "float", "double", "bytes", "string", "logical", "logical", "enum", "fixed"]
        if depth < 4:
            kinds += ["record", "record", "array", "map", "union", "union", "again"]
        kind = rnd.choice(kinds)
        if kind == "again":
            inside = [n for n in self.known if n.rpartition(".")[0] in (space, "")]
            return rnd.choice(sorted(inside)) if inside else "long"
        if kind == "logical":
            return self.logical()
        if kind == "enum":
            full, definition = self.named("enum", space, symbols=[f"S{i}" for i in range(rnd.randint(1, 70))])
            self.known[full] = definition
            return definition
        if kind == "fixed":
            full, definition = self.named("fixed", space, size=rnd.choice([0, 1, 5, 16]))
            self.known[full] = definition
            return definition
        if kind == "record":
            return self.record(depth, space)
        if kind == "array":
            return {"type": "array", "items": self.schema(depth + 1, space)}
        if kind == "map":
            return {"type": "map", "values": self.schema(depth + 1, space)}
        if kind == "union":
            branches = rnd.sample(["null", "boolean", "long", "double", "string", "bytes", "array"], rnd.randint(1, 4))
            return [{"type": "array", "items": self.schema(depth + 1, space)} if b == "array" else b for b in branches]
        return rnd.choice([kind, {"type": kind}])

    def named(self, kind, space, **more):
        own = rnd.choice([None, None, "a", "a.b"])
        definition = {"type": kind, "name": self.name(kind.capitalize()), **more}
        if own is not None:
            definition["namespace"] = own
        space = own if own is not None else space
        return (f"{space}.{definition['name']}" if space else definition["name"]), definition

    def record(self, depth, space):
        full, definition = self.named("record", space)
        inner = full.rpartition(".")[0]
        fields = [{"name": f"f{i}", "type": self.schema(depth + 1, inner)} for i in range(rnd.randint(0, 5))]
        if rnd.random() < 0.5:
            fields.append({"name": "next", "type": ["null", rnd.choice([definition["name"], full])]})
        if rnd.random() < 0.2:
            fields.append({"name": "children", "type": {"type": "array", "items": definition["name"]}})
        definition["fields"] = fields
        self.known[full] = definition
        return definition

    def logical(self):
        kind = rnd.choice(["decimal", "decimal-fixed", "uuid", "date", "time-millis", "time-micros", "timestamp-millis", "timestamp-micros",
                           "local-timestamp-millis", "local-timestamp-micros"])
        if kind == "decimal":
            return {"type": "bytes", "logicalType": "decimal", "precision": 30, "scale": rnd.choice([0, 2, 12])}
        if kind == "decimal-fixed":
            return {"type": "fixed", "name": self.name("Dec"), "size": 12, "logicalType": "decimal", "precision": 20, "scale": rnd.choice([0, 3])}
        base = "string" if kind == "uuid" else "int" if kind in ("date", "time-millis") else "long"
        return {"type": base, "logicalType": kind}


def look_up(schema, case, space):
    if isinstance(schema, str) and schema not in PRIMITIVES:
        full = schema if "." in schema or not space else f"{space}.{schema}"
        full = full if full in case.known else schema
        return case.known[full], full.rpartition(".")[0]
    if isinstance(schema, dict) and schema["type"] in ("record",):
        own = schema.get("namespace", space)
        return schema, own
    return schema, space


PRIMITIVES = {"null", "boolean", "int", "long", "float", "double", "bytes", "string"}


def value(schema, case, space="", depth=0):
    schema, space = look_up(schema, case, space)
    if isinstance(schema, list):
        branches = [b for b in schema if b == "null"] if depth > 6 and "null" in schema else schema
        branch = rnd.choice(branches)
        return value(branch, case, space, depth + 1)
    kind = schema if isinstance(schema, str) else schema["type"]
    logical = None if isinstance(schema, str) else schema.get("logicalType")
    if logical == "decimal":
        digits = rnd.randint(-10 ** rnd.randint(1, 19), 10 ** rnd.randint(1, 19))
        return decimal.Decimal(digits).scaleb(-schema["scale"])
    if logical == "uuid":
        return uuid.UUID(int=rnd.getrandbits(128))
    if logical == "date":
        return datetime.date.fromordinal(rnd.randint(1, datetime.date.max.toordinal()))
    if logical and logical.startswith("time-"):
        return datetime.time(rnd.randint(0, 23), rnd.randint(0, 59), rnd.randint(0, 59), rnd.randint(0, 999) * 1000 + (rnd.randint(0, 999) if logical.endswith("micros") else 0))
    if logical and "timestamp" in logical:
        unit = 1000 if logical.endswith("millis") else 1
        micros = rnd.choice([0, -1, rnd.randint(-10 ** 15, 10 ** 16), rnd.randint(-6 * 10 ** 16, 2 * 10 ** 17)]) // unit * unit
        moment = EPOCH + datetime.timedelta(microseconds=micros)
        return moment.replace(tzinfo=None) if logical.startswith("local") else moment
    if kind == "null":
        return None
    if kind == "boolean":
        return rnd.random() < 0.5
    if kind == "int":
        return rnd.choice([0, -1, 63, 64, -64, -65, 2 ** 31 - 1, -2 ** 31, rnd.randint(-2 ** 31, 2 ** 31 - 1)])
    if kind == "long":
        return rnd.choice([0, -1, 2 ** 63 - 1, -2 ** 63, 2 ** 53 + 1, rnd.randint(-2 ** 63, 2 ** 63 - 1), rnd.randint(-300, 300)])
    if kind == "float":
        return rnd.choice([math.nan, math.inf, -math.inf, rnd.randint(-8000, 8000) / 8])
    if kind == "double":
        return rnd.choice([math.nan, math.inf, -math.inf, 0.1, 5e-324, struct.unpack("<d", rnd.randbytes(8))[0]])
    if kind == "bytes":
        return rnd.randbytes(rnd.choice([0, 1, 3, 70]))
    if kind == "string":
        return "".join(rnd.choice(["a", "ü", "😀", "\"", "\\", "\n", "\0", "<b>", "\u2028"]) for _ in range(rnd.choice([0, 1, 5, 80])))
    if kind == "enum":
        return rnd.choice(schema["symbols"])
    if kind == "fixed":
        return rnd.randbytes(schema["size"])
    if kind == "array":
        return [value(schema["items"], case, space, depth + 1) for _ in range(0 if depth > 6 else rnd.choice([0, 1, 3]))]
    if kind == "map":
        return {f"k{i}ß": value(schema["values"], case, space, depth + 1) for i in range(0 if depth > 6 else rnd.choice([0, 1, 3]))}
    return {f["name"]: value(f["type"], case, space, depth + 1) for f in schema["fields"]}


def fits(branch, v):
    kind = branch if isinstance(branch, str) else branch["type"]
    return {"null": v is None, "boolean": isinstance(v, bool), "long": isinstance(v, int) and not isinstance(v, bool), "double": isinstance(v, float),
            "string": isinstance(v, str), "bytes": isinstance(v, bytes), "array": isinstance(v, list)}.get(kind, isinstance(v, dict))


def number(v):
    return "NaN" if math.isnan(v) else ("Infinity" if v > 0 else "-Infinity") if math.isinf(v) else v


def shown(v, schema, case, space=""):
    schema, space = look_up(schema, case, space)
    if isinstance(schema, list):
        return shown(v, next(b for b in schema if fits(b, v)), case, space)
    kind = schema if isinstance(schema, str) else schema["type"]
    logical = None if isinstance(schema, str) else schema.get("logicalType")
    if logical == "decimal":
        return f"@{format(v, 'f')}@"
    if logical == "uuid":
        return str(v)
    if logical == "date":
        return v.isoformat()
    if logical and logical.startswith("time-"):
        return v.isoformat("milliseconds" if logical.endswith("millis") else "microseconds")
    if logical and "timestamp" in logical:
        text = v.replace(tzinfo=None).isoformat(timespec="milliseconds" if logical.endswith("millis") else "microseconds")
        return text if logical.startswith("local") else text + "Z"
    if kind in ("float", "double"):
        return number(v)
    if kind in ("bytes", "fixed"):
        return "base64:" + base64.b64encode(v).decode()
    if kind == "array":
        return [shown(x, schema["items"], case, space) for x in v]
    if kind == "map":
        return {k: shown(x, schema["values"], case, space) for k, x in v.items()}
    if kind == "record":
        return {f["name"]: shown(v[f["name"]], f["type"], case, space) for f in schema["fields"]}
    return v


written = 0
while written < count:
    case = Case()
    schema = case.schema(0) if written % 4 else case.record(0, "")
    try:
        parsed = fastavro.parse_schema(json.loads(json.dumps(schema)))
    except fastavro.schema.SchemaParseException:
        continue
    try:
        data = value(schema, case)
    except RecursionError:
        continue
    one = io.BytesIO()
    try:
        fastavro.schemaless_writer(one, parsed, data)
    except (RecursionError, OverflowError):
        continue
    read = fastavro.schemaless_reader(io.BytesIO(one.getvalue()), parsed, None)
    codec = rnd.choice(["null", "deflate"])
    file = io.BytesIO()
    fastavro.writer(file, parsed, [data, data, data], codec=codec, sync_interval=rnd.choice([1, 16000]))
    line = json.dumps({"schema": json.dumps(schema), "bytes": base64.b64encode(one.getvalue()).decode(), "file": base64.b64encode(file.getvalue()).decode(),
                       "codec": codec, "expected": shown(read, schema, case)})
    print(re.sub(r'"@(-?[0-9.]+)@"', r"\1", line))
    written += 1
