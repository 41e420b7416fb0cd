using Dashboard.Core.Decoding;

namespace Dashboard.Core.Tests.Decoding;

/// <summary>What hostile bytes may lead to: a result, or a <see cref="PayloadException"/>. Anything else fails the test.</summary>
internal static class Decoding
{
    /// <summary>1 where the bytes were refused, 0 where they were read.</summary>
    /// <param name="read">Reads them.</param>
    /// <param name="mustName">A refusal has to name the byte.</param>
    public static int Refused(Action read, bool mustName)
    {
        try
        {
            read();
            return 0;
        }
        catch (PayloadException e)
        {
            e.Problem.ShouldNotBeEmpty();
            if (mustName)
                e.Offset.ShouldNotBeNull(e.Message);
            return 1;
        }
    }

    /// <summary>The bytes cut somewhere, or with some of them changed.</summary>
    public static byte[] Damaged(byte[] bytes, Random random)
    {
        if (bytes.Length == 0)
            return [(byte)random.Next(256)];
        if (random.Next(2) == 0)
            return bytes[..random.Next(bytes.Length)];
        var changed = bytes.ToArray();
        for (var i = random.Next(1, 4); i > 0; i--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }
}
