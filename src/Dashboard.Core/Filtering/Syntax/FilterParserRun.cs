namespace Dashboard.Core.Filtering.Syntax;

/// <summary>One run over the tokens: recursive descent, one token of look-ahead (two for <c>not in</c>), never back.</summary>
internal sealed class FilterParserRun(List<FilterToken> tokens, IReadOnlyCollection<string>? knownRoots)
{
    private readonly HashSet<string> _roots = [];
    private readonly List<FieldPath> _paths = [];
    private int _next;
    private int _depth;
    private int _conditions;

    public IReadOnlySet<string> Roots => _roots;

    public IReadOnlyList<FieldPath> Paths => _paths;

    private FilterToken Current => tokens[_next];

    public FilterNode ParseAll()
    {
        if (Current.Kind == FilterTokenKind.End)
            return new AllNode();
        var node = ParseOr();
        return Current.Kind == FilterTokenKind.End ? node : throw Unexpected();
    }

    private FilterNode ParseOr()
    {
        var first = ParseAnd();
        if (!Current.IsKeyword("or"))
            return first;
        var all = new List<FilterNode> { first };
        while (Current.IsKeyword("or"))
        {
            _next++;
            all.Add(ParseAnd());
        }

        return new OrNode(all);
    }

    // Conditions side by side are joined by and, so that "orders failed" looks for both words.
    private FilterNode ParseAnd()
    {
        var first = ParseNot();
        List<FilterNode>? all = null;
        while (true)
        {
            if (Current.IsKeyword("and"))
                _next++;
            else if (Current.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted or FilterTokenKind.Open) || Current.IsKeyword("or"))
                break;
            (all ??= [first]).Add(ParseNot());
        }

        return all is null ? first : new AndNode(all);
    }

    private FilterNode ParseNot()
    {
        if (!Current.IsKeyword("not"))
            return ParsePrimary();
        Enter();
        _next++;
        var node = new NotNode(ParseNot());
        _depth--;
        return node;
    }

    private FilterNode ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case FilterTokenKind.Open:
                return ParseGroup();
            case FilterTokenKind.Quoted:
                _next++;
                if (Current.Kind == FilterTokenKind.Operator)
                    throw new FilterSyntaxException($"expected a name before {Current.Shown}, not a text in quotes", token.At);
                return Search(token);
            case FilterTokenKind.Word when token.IsKeyword("and") || token.IsKeyword("or"):
                throw new FilterSyntaxException($"expected a condition before {token.Shown}", token.At);
            case FilterTokenKind.Word:
                _next++;
                return ParseWord(token);
            case FilterTokenKind.Operator:
                throw new FilterSyntaxException(
                    $"expected a name before {token.Shown}; a text with such characters needs quotes", token.At);
            default:
                throw Expected("a condition");
        }
    }

    private FilterNode ParseGroup()
    {
        Enter();
        var open = Current;
        _next++;
        var node = ParseOr();
        if (Current.Kind != FilterTokenKind.Close)
            throw new FilterSyntaxException($"expected ')' for the '(' at {open.At + 1}, found {Current.Shown}", Current.At);
        _next++;
        _depth--;
        return node;
    }

    private FilterNode ParseWord(FilterToken word)
    {
        if (word.IsKeyword("exists") && Current.Kind != FilterTokenKind.Operator)
        {
            if (Current.Kind != FilterTokenKind.Word)
                throw Expected("a name after 'exists'");
            _next++;
            Count(word);
            return new ExistsNode(Path(tokens[_next - 1]));
        }

        if (Current.Kind == FilterTokenKind.Operator)
            return ParseComparison(word, Current.Text);
        if (IsInAt(_next) || Current.IsKeyword("like"))
            return ParseMembership(word);
        if (Current.IsKeyword("not") && (IsInAt(_next + 1) || tokens[_next + 1].IsKeyword("like")))
        {
            _next++;
            return new NotNode(ParseMembership(word));
        }

        return Search(word);
    }

    private FilterNode ParseMembership(FilterToken word)
    {
        if (Current.IsKeyword("like"))
            return ParseComparison(word, "like");
        _next += 2;
        var path = Path(word);
        var values = new List<Literal>();
        while (true)
        {
            values.Add(Value(values.Count == 0 ? "(" : ","));
            if (Current.Kind == FilterTokenKind.Close)
                break;
            if (Current.Kind != FilterTokenKind.Comma)
                throw Expected("',' or ')' in the list");
            _next++;
        }

        _next++;
        return new InNode(path, values);
    }

    private FilterNode ParseComparison(FilterToken word, string op)
    {
        _next++;
        // text ~ word is what a bare word stands for, unless there is a column of that name.
        var isSearch = op == "~" && string.Equals(word.Text, SearchNode.Root, StringComparison.OrdinalIgnoreCase)
            && (knownRoots is null || !knownRoots.Contains(SearchNode.Root));
        if (isSearch)
        {
            var text = Value(op).Text;
            _roots.Add(SearchNode.Root);
            return new SearchNode(text);
        }

        var path = Path(word);
        var at = Current.At;
        var value = Value(op);
        if (op == "like" && value.Text.Length > Glob.MaxLength)
            throw new FilterSyntaxException($"a pattern has at most {Glob.MaxLength} characters", at);
        return new CompareNode(path, op, value);
    }

    private Literal Value(string after)
    {
        var token = Current;
        if (token.Kind is not (FilterTokenKind.Word or FilterTokenKind.Quoted))
            throw Expected($"a value after '{after}'");
        Count(token);
        _next++;
        return Literal.Of(token);
    }

    private SearchNode Search(FilterToken token)
    {
        Count(token);
        _roots.Add(SearchNode.Root);
        return new SearchNode(token.Text);
    }

    private FieldPath Path(FilterToken token)
    {
        var path = PathReader.Read(token);
        if (knownRoots is not null && !knownRoots.Contains(path.Root))
            throw new FilterSyntaxException(NameSuggestion.Unknown(path.Root, knownRoots), token.At);
        _roots.Add(path.Root);
        _paths.Add(path);
        return path;
    }

    private bool IsInAt(int index) => tokens[index].IsKeyword("in") && tokens[index + 1].Kind == FilterTokenKind.Open;

    private void Enter()
    {
        if (++_depth > FilterParser.MaxDepth)
            throw new FilterSyntaxException($"nested deeper than {FilterParser.MaxDepth}", Current.At);
    }

    private void Count(FilterToken token)
    {
        if (++_conditions > FilterParser.MaxConditions)
            throw new FilterSyntaxException($"more than {FilterParser.MaxConditions} conditions", token.At);
    }

    private FilterSyntaxException Unexpected() => Current.Kind == FilterTokenKind.Close
        ? new FilterSyntaxException("this ')' closes nothing", Current.At)
        : Expected("'and', 'or' or the end");

    private FilterSyntaxException Expected(string what) => new($"expected {what}, found {Current.Shown}", Current.At);
}
