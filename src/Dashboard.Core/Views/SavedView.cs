using Dashboard.Core.Model;

namespace Dashboard.Core.Views;

/// <summary>
/// A list as somebody wants to see it again, under a name. It belongs to a section of a kind of broker and so serves every connection of that kind.
/// </summary>
/// <param name="Id">Stable, in links.</param>
/// <param name="Owner">Account that made it.</param>
/// <param name="Name">Words for people; unique among the owner's views of the section, without regard to case.</param>
/// <param name="IsShared">Everybody who signs in sees it.</param>
/// <param name="Kind">Kind of broker.</param>
/// <param name="SectionId">The list.</param>
/// <param name="Content">What it shows.</param>
/// <param name="ChangedAt">When it was last changed.</param>
public sealed record SavedView(
    string Id, string Owner, string Name, bool IsShared, BrokerKind Kind, string SectionId, ViewContent Content, DateTimeOffset ChangedAt)
{
    /// <summary>Longest name, in characters.</summary>
    public const int MostCharacters = 80;

    public bool IsOwnedBy(string account) => Owner.Equals(account, StringComparison.OrdinalIgnoreCase);

    public bool IsOf(BrokerKind kind, string sectionId) => Kind == kind && SectionId == sectionId;
}

/// <summary>A view that is to be saved.</summary>
/// <param name="Name">Trimmed when it is saved.</param>
/// <param name="IsShared">For everybody at once.</param>
/// <param name="Kind">Kind of broker.</param>
/// <param name="SectionId">The list.</param>
/// <param name="Content">What it shows.</param>
public sealed record ViewDraft(string Name, bool IsShared, BrokerKind Kind, string SectionId, ViewContent Content);

/// <summary>With which view a list opens for an account.</summary>
public readonly record struct ViewDefault(string Account, BrokerKind Kind, string SectionId, string ViewId);
