using System.Reflection;
using Dashboard.Core.Capabilities;
using Dashboard.Core.Model;
using Dashboard.Tests.Shared.Contract.Network;
using Dashboard.Tests.Shared.Contract.Skipping;
using Shouldly;

namespace Dashboard.Tests.Shared.Contract;

/// <content>Settings, and what a connection object is before it ever asks a broker.</content>
public abstract partial class BrokerContract
{
    private static IEnumerable<Type> CapabilityTypes => typeof(ICapability).Assembly.GetTypes()
        .Where(t => t.IsInterface && typeof(ICapability).IsAssignableFrom(t) && t != typeof(ICapability) && t != typeof(IMutatingCapability));

    [ContractFact]
    public void Validate_GoodSettings_GivesNoProblem()
    {
        broker.Provider.Validate(broker.Settings()).ShouldBeEmpty();
        broker.Provider.DisplayName.ShouldNotBeNullOrWhiteSpace();
        broker.Settings().Info.Kind.ShouldBe(broker.Provider.Kind);
    }

    [ContractFact]
    public void Validate_OneMistake_NamesItsExactKeyAndNoSecret()
    {
        broker.BrokenSettings.ShouldNotBeEmpty();
        var good = broker.Settings();
        foreach (var mistake in broker.BrokenSettings)
        {
            var problems = broker.Provider.Validate(With(good, mistake));
            problems.Select(p => p.Key).ShouldContain($"{good.KeyPrefix}:{mistake.ReportedKey ?? mistake.Key}", $"{mistake} gave: {string.Join("; ", problems)}");
            foreach (var problem in problems)
            {
                problem.Message.ShouldNotBeNullOrWhiteSpace();
                HoldsNoSecret(problem.ToString());
            }
        }
    }

    [ContractFact]
    public void Validate_AllMistakesAtOnce_TellsAllTogether()
    {
        var good = broker.Settings();
        var bad = broker.BrokenSettings.DistinctBy(m => m.Key).Aggregate(good, With);
        var told = broker.Provider.Validate(bad).Select(p => p.Key).ToList();
        foreach (var mistake in broker.BrokenSettings.DistinctBy(m => m.Key))
            told.ShouldContain($"{good.KeyPrefix}:{mistake.ReportedKey ?? mistake.Key}");
        told.ShouldBeUnique();
    }

    [ContractFact]
    public async Task Create_AndEverythingPure_MakesNoConnection()
    {
        await using var hole = new BlackHole();
        await using (var connection = broker.Provider.Create(broker.SettingsAt(hole.EndPoint)))
        {
            connection.Info.Id.ShouldBe(broker.Settings().Info.Id);
            foreach (var capability in CapabilityTypes.Select(t => Find(connection, t)).OfType<ICapability>())
                capability.AvailabilityOn(Place("q"));
            var reader = connection.Find<ISnapshotReader>().ShouldNotBeNull("every connection has lists");
            reader.Sections.ShouldNotBeEmpty();
            reader.Sources.ShouldNotBeEmpty();
            await Task.Delay(100);
        }

        hole.Taken.ShouldBe(0);
    }

    [ContractFact]
    public async Task Dispose_Twice_IsHarmless()
    {
        var connection = broker.Provider.Create(broker.SettingsAt(BlackHole.DeadEndPoint()));
        await connection.DisposeAsync();
        await connection.DisposeAsync();
    }

    [ContractFact]
    public void Find_AskedTwice_GivesTheSameObject()
    {
        var connection = Connect();
        foreach (var type in CapabilityTypes)
            Find(connection, type).ShouldBeSameAs(Find(connection, type), type.Name);
    }

    [ContractFact]
    public void Find_WhatTheBrokerHas_IsThere()
    {
        var connection = Connect();
        IsThere<IDestinationInspector>(ContractPart.Inspecting);
        IsThere<IMessageBrowser>(ContractPart.Browsing);
        IsThere<IMessagePublisher>(ContractPart.Publishing);
        IsThere<IMessageTransfer>(ContractPart.Transferring);
        IsThere<IDestinationPurger>(ContractPart.Purging);

        void IsThere<T>(ContractPart part)
            where T : class, ICapability
        {
            if (broker.WhyNot(part) is null)
                connection.Find<T>().ShouldNotBeNull(part.ToString());
            else
                output.WriteLine($"{typeof(T).Name}: {broker.WhyNot(part)}");
        }
    }

    [ContractFact]
    public async Task ReadOnlyConnection_AnyMutatingCapability_IsNotThere()
    {
        var settings = broker.Settings();
        await using var registry = new ConnectionRegistry([broker.Provider], [settings with { Info = settings.Info with { IsReadOnly = true } }]);
        var stripped = registry.All[0];
        var whole = Connect();
        foreach (var type in CapabilityTypes)
        {
            if (typeof(IMutatingCapability).IsAssignableFrom(type))
                Find(stripped, type).ShouldBeNull(type.Name);
            else
                (Find(stripped, type) is null).ShouldBe(Find(whole, type) is null, type.Name);

            // Nobody comes by a mutating capability through a reading one, either.
            Find(stripped, type).ShouldNotBeAssignableTo<IMutatingCapability>();
        }
    }

    [ContractFact]
    public void AvailabilityOn_OddPlaces_AnswersWithAReason()
    {
        var connection = Connect();
        string[] odd = ["", " ", "\0", "..", "a/b", "%2F", "<b>", "zoë ☃", "\ud800", new('x', 100_000)];
        var places = odd.SelectMany(text => new[]
        {
            Place(text),
            Place("q") with { Scope = text },
            Place("q") with { Kind = text },
            Place("q") with { Connection = new ConnectionId(text) },
        });
        foreach (var place in places.Append(Place("q") with { Kind = "no such kind" }))
        {
            foreach (var capability in CapabilityTypes.Select(t => Find(connection, t)).OfType<ICapability>())
            {
                var availability = capability.AvailabilityOn(place);
                if (!availability.IsAvailable)
                    availability.Reason.ShouldNotBeNullOrWhiteSpace($"{capability.GetType().Name} on {place.Kind}");
            }
        }
    }

    [ContractFact]
    public void AvailabilityOn_OwnKindOfDestination_IsAvailable()
    {
        var connection = Connect();
        foreach (var capability in CapabilityTypes.Select(t => Find(connection, t)).OfType<ICapability>())
            capability.AvailabilityOn(Place("q")).ShouldBe(Availability.Yes, capability.GetType().Name);
    }

    private static ConnectionSettings With(ConnectionSettings good, BrokenSetting mistake)
    {
        var values = new Dictionary<string, string?>(good.Values, StringComparer.OrdinalIgnoreCase);
        if (mistake.Value is null)
            values.Remove(mistake.Key);
        else
            values[mistake.Key] = mistake.Value;
        return good with { Values = values };
    }

    private static object? Find(IBrokerConnection connection, Type capability)
        => typeof(IBrokerConnection).GetMethod(nameof(IBrokerConnection.Find), BindingFlags.Public | BindingFlags.Instance)!
            .MakeGenericMethod(capability).Invoke(connection, null);
}
