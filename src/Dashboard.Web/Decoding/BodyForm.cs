namespace Dashboard.Web.Decoding;

/// <summary>The ways a body can be shown.</summary>
public enum BodyForm
{
    Json,
    Text,
    Hex,
    Base64,
}
