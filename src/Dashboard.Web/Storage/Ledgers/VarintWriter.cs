namespace Dashboard.Web.Storage.Ledgers;

/// <summary>Numbers from 0 on, seven bits a byte, the lowest first.</summary>
internal sealed class VarintWriter
{
    private byte[] _bytes = new byte[64];
    private int _length;

    public void Write(long number)
    {
        if (_length + 10 > _bytes.Length)
            Array.Resize(ref _bytes, _bytes.Length * 2);
        var left = (ulong)number;
        for (; left >= 0x80; left >>= 7)
            _bytes[_length++] = (byte)(left | 0x80);
        _bytes[_length++] = (byte)left;
    }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>All numbers that were written, in order.</summary>
    public static IEnumerable<long> Read(byte[] bytes)
    {
        ulong number = 0;
        var shift = 0;
        foreach (var one in bytes)
        {
            number |= (ulong)(one & 0x7f) << shift;
            shift += 7;
            if (one >= 0x80)
                continue;
            yield return (long)number;
            (number, shift) = (0, 0);
        }
    }
}
