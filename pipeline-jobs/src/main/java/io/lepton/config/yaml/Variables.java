package io.lepton.config.yaml;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills {@code ${NAME}} and {@code ${NAME:-default}} in. An empty variable counts as unset. */
record Variables(Map<String, String> environment, Problems problems) {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}");

    static boolean in(String text) {
        return VARIABLE.matcher(text).find();
    }

    /** The text with all variables filled in; empty, and a problem noted, if one is neither set nor has a default. */
    Optional<String> fill(String text, int line, String path) {
        Matcher matcher = VARIABLE.matcher(text);
        StringBuilder filled = new StringBuilder();
        boolean complete = true;
        while (matcher.find()) {
            String value = environment.get(matcher.group(1));
            if (value == null || value.isEmpty()) {
                value = matcher.group(2);
            }
            if (value == null) {
                problems.add(
                        line,
                        path,
                        "the environment variable " + matcher.group(1) + " is not set. Set it, or give a default: ${"
                                + matcher.group(1) + ":-value}");
                complete = false;
                value = "";
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return complete ? Optional.of(matcher.appendTail(filled).toString()) : Optional.empty();
    }
}
