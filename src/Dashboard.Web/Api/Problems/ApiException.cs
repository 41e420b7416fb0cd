namespace Dashboard.Web.Api.Problems;

/// <summary>Ends a call of the API with a problem.</summary>
internal sealed class ApiException(Problem problem) : Exception(problem.Detail ?? problem.Title)
{
    public ApiException(ProblemKind kind, string detail)
        : this(Problem.Of(kind, detail))
    {
    }

    public Problem Problem { get; } = problem;

    public static ApiException NotFound(string detail) => new(ProblemKind.NotFound, detail);

    /// <summary>A parameter of path, query or header is wrong.</summary>
    public static ApiException Parameter(string name, string detail) => Invalid(new FieldProblem { Parameter = name, Detail = detail });

    /// <summary>Something in the body is wrong; the pointer is a JSON pointer.</summary>
    public static ApiException Body(string pointer, string detail) => Invalid(new FieldProblem { Pointer = pointer, Detail = detail });

    public static ApiException Invalid(params IReadOnlyList<FieldProblem> errors) => new(Problem.Of(ProblemKind.Invalid, errors[0].Detail) with { Errors = errors });
}
