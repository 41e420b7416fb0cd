namespace Dashboard.Brokers.RabbitMq.Routing;

/// <summary>Patterns of topic exchanges: words are split at dots, <c>*</c> stands for one word (which may be empty), <c>#</c> for any number.</summary>
internal static class TopicPattern
{
    public static bool Takes(string pattern, string routingKey)
    {
        var words = Words(routingKey);

        // Which lengths of the key's beginning the pattern read so far can stand for: no back-tracking, whatever the pattern.
        var reached = new bool[words.Length + 1];
        reached[0] = true;
        foreach (var part in Words(pattern))
        {
            var next = new bool[words.Length + 1];
            for (var i = 0; i <= words.Length; i++)
            {
                if (part == "#")
                    next[i] = reached[i] || (i > 0 && next[i - 1]);
                else if (i > 0 && reached[i - 1])
                    next[i] = part == "*" || part == words[i - 1];
            }

            reached = next;
        }

        return reached[words.Length];
    }

    // For the broker the empty text has no words, where splitting gives one empty word.
    private static string[] Words(string text) => text.Length == 0 ? [] : text.Split('.');
}
