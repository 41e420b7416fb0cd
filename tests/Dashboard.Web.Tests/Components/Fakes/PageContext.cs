using AngleSharp.Dom;
using Dashboard.Core.Access;
using Dashboard.Core.Audit;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Diagnosis;
using Dashboard.Core.Editing;
using Dashboard.Core.Operations;
using Dashboard.Core.Operations.Importing;
using Dashboard.Core.Snapshots;
using Dashboard.Tests.Shared.Operations;
using Dashboard.Web.Auth;
using Dashboard.Web.Components;
using Dashboard.Web.Storage.Templates;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Dashboard.Web.Tests.Components.Fakes;

/// <summary>Everything that pages of messages, operations and audit stand on, faked; scripts are accepted and do nothing.</summary>
public abstract class PageContext : BunitContext
{
    protected PageContext(Role role = Role.Operator, FakeConnections? connections = null)
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Access = new FakeAccess(role);
        Operations = new FakeOperations(Board);
        Services.AddSingleton<TimeProvider>(new FixedTime(Sample.Now));
        Services.AddSingleton<IMessageReading>(Reading);
        Services.AddSingleton<IOperations>(Operations);
        Services.AddSingleton<IJobBoard>(Board);
        Services.AddSingleton<IAuditLog>(Audit);
        Services.AddSingleton<IAccessGate>(Access);
        Services.AddSingleton<ICurrentActor>(Access);
        Services.AddSingleton<IConnectionRegistry>(connections ?? new FakeConnections());
        Services.AddSingleton<IFindings>(Findings);
        Services.AddSingleton<ISnapshotStore>(new FakeSnapshots("orders", "orders.dead", "orders.retry", "payments"));
        Services.AddSingleton<IPublishTemplates>(Templates);
        Services.AddSingleton<IMessageImports>(Imports);
        Services.AddSingleton<IObjectEditing>(new FakeEditing(Access, Editor));
        Services.AddSingleton<IPollControl>(new FakePolls());
        Services.AddDashboardComponents();
    }

    protected FakeFindings Findings { get; } = new();

    protected FakeEditor Editor { get; } = new();

    protected FakeImports Imports { get; } = new();

    protected FakeTemplates Templates { get; } = new();

    protected FakeReading Reading { get; } = new();

    protected FakeJobBoard Board { get; } = new();

    protected FakeOperations Operations { get; }

    protected FakeAudit Audit { get; } = new();

    protected FakeAccess Access { get; }

    /// <summary>Waits for a button whose text holds the label, and clicks it.</summary>
    protected static void Press<T>(IRenderedComponent<T> page, string label)
        where T : IComponent
    {
        page.WaitForState(() => ButtonOf(page, label) is not null);
        page.InvokeAsync(() => ButtonOf(page, label)!.Click()).GetAwaiter().GetResult();
    }

    /// <summary>Types into a field, in step with renders that come from elsewhere.</summary>
    protected static void Type<T>(IRenderedComponent<T> page, string selector, string text)
        where T : IComponent
        => page.InvokeAsync(() => page.Find(selector).Input(text)).GetAwaiter().GetResult();

    /// <summary>Chooses in a field, in step with renders that come from elsewhere.</summary>
    protected static void Choose<T>(IRenderedComponent<T> page, string selector, object value)
        where T : IComponent
        => page.InvokeAsync(() => page.Find(selector).Change(value)).GetAwaiter().GetResult();

    /// <summary>The first button whose text holds the label; null while there is none.</summary>
    protected static IElement? ButtonOf<T>(IRenderedComponent<T> page, string label)
        where T : IComponent
        => page.FindAll("button").FirstOrDefault(b => b.TextContent.Contains(label, StringComparison.Ordinal));

    /// <summary>The clock stands still; its timers are real.</summary>
    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
