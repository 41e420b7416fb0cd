using Dashboard.Core.Editing;
using Dashboard.Core.Model;

namespace Dashboard.Core.Capabilities;

/// <summary>Tells which settings are in force on an object and why. Asked when a person opens the object's settings; changes nothing.</summary>
public interface ISettingsExplainer : ICapability
{
    /// <summary>Whether rows of this section have settings that can come from several places.</summary>
    bool Explains(string sectionId);

    /// <summary>The settings, by name; null where the object is gone.</summary>
    /// <exception cref="BrokerException">The broker could not be asked.</exception>
    Task<IReadOnlyList<EffectiveSetting>?> ExplainAsync(string sectionId, RowKey key, CancellationToken cancellationToken);
}
