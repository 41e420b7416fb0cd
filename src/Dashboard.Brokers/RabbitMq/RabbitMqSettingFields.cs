using Dashboard.Core.Editing;

namespace Dashboard.Brokers.RabbitMq;

/// <summary>The settings of <see cref="RabbitMqSettingsReader"/> as a form shows them. Passwords are typed there; password files are for configuration files.</summary>
internal static class RabbitMqSettingFields
{
    public static readonly IReadOnlyList<FormField> All =
    [
        new("ManagementUrls", "Management addresses", FieldType.List)
        {
            Help = "Of the management plugin, one a line for each node; the first that answers is used.",
            Example = "https://rabbit-1.example:15671",
            IsRequired = true,
            IsEndpoint = true,
        },
        new("AmqpEndpoints", "AMQP addresses", FieldType.List)
        {
            Help = "One a line for each node. Left empty: the management hosts on port 5672 (5671 with TLS).",
            Example = "amqps://rabbit-1.example:5671",
            IsEndpoint = true,
        },
        new("Username", "User name") { IsRequired = true, Help = "Needs the tag monitoring to see the whole broker, management to see its own vhosts." },
        new("Password", "Password", FieldType.Secret) { IsRequired = true },
        new("VirtualHosts", "Virtual hosts", FieldType.List) { Help = "Only these are shown, one a line. Left empty: all that the user may see." },
        new("Tls:CaFile", "Certificate authority file")
        {
            Help = "PEM file on the dashboard's machine with the authorities to trust. Left empty: those of the machine.",
            Example = "/etc/ssl/rabbit-ca.pem",
            IsEndpoint = true,
        },
        new("Tls:SkipHostnameCheck", "Accept certificates made out for another host name", FieldType.Flag) { IsEndpoint = true },
        new("Tls:ClientCertificateFile", "Client certificate file")
        {
            Help = "PEM file on the dashboard's machine that it shows to the broker, with its key or beside it. Left empty: none.",
            IsEndpoint = true,
        },
        new("Tls:ClientKeyFile", "Client key file") { Help = "PEM file with the certificate's key, where it stands apart.", IsEndpoint = true },
        new("Tls:ClientKeyPasswordFile", "Client key password file") { Help = "File with the password of an encrypted key.", IsEndpoint = true },
        new("RequestTimeoutSeconds", "Time limit of one request, in seconds", FieldType.Integer) { Min = 1, Max = 300, Help = "1 to 300. Left empty: 10." },
        new("MaxResponseMegabytes", "Longest answer that is read, in MiB", FieldType.Integer) { Min = 1, Max = 1024, Help = "1 to 1024. Left empty: 64." },
    ];
}
