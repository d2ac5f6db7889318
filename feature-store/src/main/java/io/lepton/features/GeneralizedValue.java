package io.lepton.features;

import java.util.List;

/** Reads what anonymization writes: numbers and ranges of numbers, values and sets of values. */
final class GeneralizedValue {
    private static final String OR_MISSING = " or missing";

    private GeneralizedValue() {}

    /** A number, or a range's midpoint; NaN for anything else. */
    static double number(String text) {
        String bare = text.endsWith(OR_MISSING) ? text.substring(0, text.length() - OR_MISSING.length()) : text.strip();
        if (bare.length() > 2 && (bare.charAt(0) == '[' || bare.charAt(0) == '(')) {
            int comma = bare.indexOf(',');
            char end = bare.charAt(bare.length() - 1);
            if (comma > 0 && (end == ')' || end == ']')) {
                return (parse(bare.substring(1, comma)) + parse(bare.substring(comma + 1, bare.length() - 1))) / 2;
            }
        }
        return parse(bare);
    }

    /** Members of a set {@code {a, b}}; the value itself if it is no set. */
    static List<String> members(String text) {
        if (text.length() > 2 && text.startsWith("{") && text.endsWith("}")) {
            return List.of(text.substring(1, text.length() - 1).split(", ", -1));
        }
        return List.of(text);
    }

    private static double parse(String text) {
        String bare = text.strip();
        // Double.parseDouble takes "1d", "NaN" and "Infinity", which are words here.
        if (bare.isEmpty()
                || !Character.isDigit(bare.charAt(bare.length() - 1)) && bare.charAt(bare.length() - 1) != '.') {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(bare);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
