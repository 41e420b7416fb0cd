using System.Text;
using Dashboard.Brokers.Kafka.Decoding;
using Dashboard.Core.Decoding;

namespace Dashboard.Brokers.Tests.Kafka.Decoding;

/// <summary>Records built by hand after the definitions that come with Kafka 4.3.1.</summary>
public sealed class OffsetsTopicFormatTests
{
    private const string CommitKey = "0001" + "0007" + "62696c6c696e67" + "0006" + "6f7264657273" + "00000003";
    private static readonly PayloadDecoder Decoder = KafkaPayloads.DecoderFor(null);

    [Fact]
    public void Key_OffsetCommit_NamesGroupTopicAndPartition()
    {
        var decoded = Decode(CommitKey, null, PayloadPart.Key);

        Text(decoded).ShouldBe("""{"record":"Offset commit","group":"billing","topic":"orders","partition":3}""");
        decoded.Title.ShouldBe("Offset commit (key type 1)");
    }

    [Theory]
    [InlineData("0000" + "000000000000002a" + "0000" + "0000018bcfe56800", """{"offset":42,"metadata":"","commitTimestamp":"2023-11-14T22:13:20.000Z"}""")]
    [InlineData("0001" + "000000000000002a" + "0000" + "0000018bcfe56800" + "ffffffffffffffff", """{"offset":42,"metadata":"","commitTimestamp":"2023-11-14T22:13:20.000Z","expireTimestamp":-1}""")]
    [InlineData("0003" + "000000000000002a" + "00000007" + "000161" + "0000018bcfe56800", """{"offset":42,"leaderEpoch":7,"metadata":"a","commitTimestamp":"2023-11-14T22:13:20.000Z"}""")]
    [InlineData("0004" + "000000000000002a" + "00000007" + "0261" + "0000018bcfe56800" + "01" + "00" + "10" + "000102030405060708090a0b0c0d0e0f", """{"offset":42,"leaderEpoch":7,"metadata":"a","commitTimestamp":"2023-11-14T22:13:20.000Z","topicId":"AAECAwQFBgcICQoLDA0ODw"}""")]
    public void Value_OffsetCommit_IsReadInEveryForm(string value, string json) => Text(Decode(CommitKey, value, PayloadPart.Value)).ShouldBe(json);

    [Fact]
    public void Value_GroupMetadata_TellsItsMembers()
    {
        const string Key = "0002" + "000162";
        const string Value = "0003" + "0008" + "636f6e73756d6572" + "00000005" + "000572616e6765" + "00016c" + "ffffffffffffffff" + "00000001"
            + "00016c" + "ffff" + "000163" + "00022f31" + "000493e0" + "0000afc8" + "00000001aa" + "00000000";

        Text(Decode(Key, Value, PayloadPart.Value)).ShouldBe("""{"protocolType":"consumer","generation":5,"protocol":"range","leader":"l","currentStateTimestamp":-1,"members":[{"memberId":"l","groupInstanceId":null,"clientId":"c","clientHost":"/1","rebalanceTimeoutMs":300000,"sessionTimeoutMs":45000,"subscription":"base64:qg==","assignment":"base64:"}]}""");
    }

    /// <summary>Records that a Kafka 4.3.1 wrote; what its own <c>DumpLogSegments --offsets-decoder</c> says of them is what has to come out.</summary>
    [Fact]
    public void Value_WrittenByABroker_IsWhatKafkasToolShows()
    {
        Text(Decode(
            "00010009672d636c617373696300066f726465727300000000",
            "00040000000000000005ffffffff096d65746120c3bc00000001a1fe8e725201001040becbb86b434a2288877ac2defef731",
            PayloadPart.Value)).ShouldBe("""{"offset":5,"leaderEpoch":-1,"metadata":"meta ü\u0000","commitTimestamp":"2026-11-21T14:41:50.674Z","topicId":"QL7LuGtDSiKIh3rC3v73MQ"}""");
        var group = Text(Decode(
            "00020009672d636c6173736963",
            "00030008636f6e73756d657200000001000572616e6765002d7374617469632d312d63316365333930652d303439382d343031302d626561632d353635623431393739313463000001a1fe8e710900000001002d7374617469632d312d63316365333930652d303439382d343031302d626561632d35363562343139373931346300087374617469632d31000962696c6c696e672d31000a2f3132372e302e302e31000493e00000afc80000001c00030000000100066f72646572730000000000000000ffffffff00000000001a00000000000100066f7264657273000000010000000000000000",
            PayloadPart.Value));
        group.ShouldStartWith("""{"protocolType":"consumer","generation":1,"protocol":"range","leader":"static-1-c1ce390e-0498-4010-beac-565b4197914c","currentStateTimestamp":"2026-11-21T14:41:50.345Z","members":[{"memberId":"static-1-c1ce390e-0498-4010-beac-565b4197914c","groupInstanceId":"static-1","clientId":"billing-1","clientHost":"/127.0.0.1","rebalanceTimeoutMs":300000,"sessionTimeoutMs":45000,"subscription":"base64:""");
    }

    [Fact]
    public void Key_NewerKinds_AreNamed()
    {
        Text(Decode("0005" + "000162" + "00016d", null, PayloadPart.Key)).ShouldBe("""{"record":"Consumer group member metadata","group":"b","member":"m"}""");
        Decode("0063" + "000162", null, PayloadPart.Key).Problem.ShouldBe("the key is of the type 99, which is not known here");
        Decode("0005" + "000162" + "00016d", "0000", PayloadPart.Value).Problem.ShouldBe("values of 'Consumer group member metadata' (key type 5) are not read here");
    }

    [Fact]
    public void Value_OfAVersionToCome_SaysSo()
        => Decode(CommitKey, "0009" + "00", PayloadPart.Value).Problem.ShouldBe("version 9 of 'Offset commit' is newer than what is known here");

    [Fact]
    public void Decode_DamagedRecords_GiveAResultOrAnError()
    {
        var random = new Random(9);
        var key = Convert.FromHexString(CommitKey);
        var refused = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var value = new byte[random.Next(1, 60)];
            random.NextBytes(value);
            (value[0], value[^1]) = (0, (byte)random.Next(5));
            byte[] anyKey = i % 2 == 0 ? key : [0, (byte)random.Next(25), .. value];
            foreach (var part in Enum.GetValues<PayloadPart>())
            {
                Decoder.TryDecode(new PayloadRequest(part == PayloadPart.Key ? anyKey : value, part, "__consumer_offsets") { Key = anyKey }, out var decoded).ShouldBeTrue();
                refused += decoded!.IsRead ? 0 : 1;
            }
        }

        refused.ShouldBeGreaterThan(1_000);
    }

    private static DecodedPayload Decode(string key, string? value, PayloadPart part)
    {
        var keyBytes = Convert.FromHexString(key);
        var bytes = part == PayloadPart.Key ? keyBytes : Convert.FromHexString(value!);
        Decoder.TryDecode(new PayloadRequest(bytes, part, "__consumer_offsets") { Key = keyBytes }, out var decoded).ShouldBeTrue();
        return decoded.ShouldNotBeNull();
    }

    private static string Text(DecodedPayload decoded) => decoded.Problem ?? Encoding.UTF8.GetString(decoded.Text.Span);
}
