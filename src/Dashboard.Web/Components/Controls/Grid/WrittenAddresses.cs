namespace Dashboard.Web.Components.Controls.Grid;

/// <summary>
/// Addresses that a page has written and that the browser has not confirmed yet. Over a slow line an older one is confirmed after a later choice was made: that is
/// no news, and must not undo the choice.
/// </summary>
internal sealed class WrittenAddresses
{
    private readonly List<string> _waiting = [];

    /// <summary>Nothing is on its way: what the address says is what was chosen.</summary>
    public bool AreSettled => _waiting.Count == 0;

    /// <summary>The address that there will be.</summary>
    public string Latest(string current) => AreSettled ? current : _waiting[^1];

    public void Add(string address) => _waiting.Add(address);

    /// <summary>The browser tells where it is. An address that nobody wrote is somebody's own step (back, a link), and what was written before it counts no more.</summary>
    public void Confirm(string address) => _waiting.RemoveRange(0, _waiting.IndexOf(address) is var at and >= 0 ? at + 1 : _waiting.Count);
}
