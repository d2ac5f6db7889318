package io.lepton.privacy.form;

import java.util.Locale;
import java.util.Set;

/** Questions about single characters and what stands around a place in a text. Digits and letters are those of ASCII. */
final class Chars {
    /** How far before a number the word that explains it is looked for. */
    private static final int REACH = 40;

    private Chars() {}

    static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    static boolean hex(char c) {
        return digit(c) || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    /** Whether a value could begin here: no word or number goes on. */
    static boolean opens(CharSequence text, int start) {
        if (start == 0) {
            return true;
        }
        char before = text.charAt(start - 1);
        if (Character.isLetterOrDigit(before) || before == '_') {
            return false;
        }
        boolean joint = before == '.' || before == ',' || before == '-' || before == '/';
        return !(joint && start > 1 && digit(text.charAt(start - 2)) && digit(text.charAt(start)));
    }

    /** Whether a value could end before {@code end}. */
    static boolean closes(CharSequence text, int end) {
        if (end >= text.length()) {
            return true;
        }
        char next = text.charAt(end);
        if (Character.isLetterOrDigit(next) || next == '_') {
            return false;
        }
        boolean joint = next == '.' || next == ',' || next == '-' || next == '/';
        return !(joint && end + 1 < text.length() && digit(text.charAt(end + 1)) && digit(text.charAt(end - 1)));
    }

    /** Whether one of the words, in lower case, stands shortly before. */
    static boolean announced(CharSequence text, int start, Set<String> words) {
        return ends(text, Math.max(0, start - REACH), start, words);
    }

    /** Likewise with no other number between. */
    static boolean announcedAtOnce(CharSequence text, int start, Set<String> words) {
        int from = start;
        while (from > 0 && start - from < REACH && !digit(text.charAt(from - 1))) {
            from--;
        }
        return ends(text, from, start, words);
    }

    private static boolean ends(CharSequence text, int from, int to, Set<String> words) {
        if (to - from < 2) {
            return false;
        }
        String before = text.subSequence(from, to).toString().toLowerCase(Locale.ROOT);
        for (String word : words) {
            int at = before.lastIndexOf(word);
            if (at >= 0
                    && (at == 0 || !Character.isLetterOrDigit(before.charAt(at - 1)))
                    && (at + word.length() == before.length()
                            || !Character.isLetter(before.charAt(at + word.length())))) {
                return true;
            }
        }
        return false;
    }

    /** Letters and digits alone, in upper case. */
    static String compact(CharSequence text) {
        StringBuilder compact = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (digit(c) || letter(c)) {
                compact.append(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
            }
        }
        return compact.toString();
    }
}
