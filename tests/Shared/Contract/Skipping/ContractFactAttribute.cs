using Xunit;
using Xunit.Sdk;

namespace Dashboard.Tests.Shared.Contract.Skipping;

/// <summary>
/// A test that may find out, while it runs, that it does not apply (<see cref="NotApplicableException"/>). xunit 2 knows skipping only before a
/// test runs; replace it by <c>[Fact]</c> and <c>Assert.Skip</c> when the project goes to xunit 3.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Dashboard.Tests.Shared.Contract.Skipping.ContractFactDiscoverer", "Dashboard.Tests.Shared")]
public sealed class ContractFactAttribute : FactAttribute;
