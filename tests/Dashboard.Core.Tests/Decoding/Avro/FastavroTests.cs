using System.Text.Json;
using Dashboard.Core.Decoding.Avro;
using Dashboard.Tests.Shared.Contract.Skipping;
using Dashboard.Tests.Shared.Python;

namespace Dashboard.Core.Tests.Decoding.Avro;

/// <summary>
/// Random schemas and values that fastavro wrote are read as fastavro reads them. <c>AVRO_SEED=n</c> repeats a run; without it the seed is fixed.
/// </summary>
public sealed class FastavroTests
{
    private static readonly string Seed = Environment.GetEnvironmentVariable("AVRO_SEED") ?? "20261121";

    [ContractFact]
    public async Task Read_ValuesAndFilesOfFastavro_AreWhatFastavroReads()
    {
        var lines = (await PythonClients.RunAsync("fastavro", "avro_cases.py", Seed, "600")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(600);
        foreach (var (i, line) in lines.Index())
        {
            using var test = JsonDocument.Parse(line);
            var schemaText = test.RootElement.GetProperty("schema").GetString()!;
            var expected = test.RootElement.GetProperty("expected");
            var place = $"seed {Seed}, case {i}, schema {schemaText}";

            var value = AvroJson.Read(AvroSchema.Parse(schemaText), test.RootElement.GetProperty("bytes").GetBytesFromBase64());
            using (var read = JsonDocument.Parse(value))
                JsonSame.Difference(expected, read.RootElement).ShouldBeNull(place);

            var file = AvroFile.Read(test.RootElement.GetProperty("file").GetBytesFromBase64());
            file.Codec.ShouldBe(test.RootElement.GetProperty("codec").GetString());
            file.Count.ShouldBe(3, place);
            using var records = JsonDocument.Parse(file.Json);
            records.RootElement.GetArrayLength().ShouldBe(3, place);
            foreach (var record in records.RootElement.EnumerateArray())
                JsonSame.Difference(expected, record).ShouldBeNull(place);
        }
    }

    [ContractFact]
    public async Task Read_TruncatedOrChangedBytesOfFastavro_GiveAResultOrAnErrorWithItsPlace()
    {
        var random = new Random(7);
        var refused = 0;
        foreach (var line in (await PythonClients.RunAsync("fastavro", "avro_cases.py", Seed, "150")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var test = JsonDocument.Parse(line);
            var schema = AvroSchema.Parse(test.RootElement.GetProperty("schema").GetString()!);
            var bytes = test.RootElement.GetProperty("bytes").GetBytesFromBase64();
            var file = test.RootElement.GetProperty("file").GetBytesFromBase64();
            for (var i = 0; i < 20; i++)
            {
                refused += Decoding.Refused(() => AvroJson.Read(schema, Decoding.Damaged(bytes, random)), mustName: true);
                refused += Decoding.Refused(() => AvroFile.Read(Decoding.Damaged(file, random)), mustName: false);
            }
        }

        // Damage that is never noticed would mean that nothing was tested.
        refused.ShouldBeGreaterThan(1_000);
    }
}
