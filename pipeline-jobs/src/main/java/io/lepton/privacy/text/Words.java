package io.lepton.privacy.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;

/** The words of a text: runs of letters, with apostrophes and hyphens inside. */
final class Words {
    /** Longer ones are no names. */
    private static final int LONGEST = 40;

    private final CharSequence text;
    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int size;
    private final boolean cased;
    private final String[] folded;

    Words(CharSequence text) {
        this.text = text;
        int upper = 0;
        int letters = 0;
        int at = 0;
        while (at < text.length()) {
            if (!Character.isLetter(text.charAt(at))) {
                at++;
                continue;
            }
            int start = at;
            while (at < text.length() && inside(at)) {
                if (Character.isUpperCase(text.charAt(at))) {
                    upper++;
                }
                letters++;
                at++;
            }
            add(start, at);
        }
        this.folded = new String[size];
        // A text in small letters, or in capitals only, does not mark its names.
        this.cased = upper > 0 && (letters < 8 || upper <= 0.7 * letters);
    }

    private boolean inside(int at) {
        char c = text.charAt(at);
        if (Character.isLetter(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
            return true;
        }
        boolean joint = c == '\'' || c == '’' || c == '-';
        return joint
                && at + 2 < text.length()
                && Character.isLetter(text.charAt(at + 1))
                && Character.isLetter(text.charAt(at + 2));
    }

    private void add(int start, int end) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, 2 * size);
            ends = Arrays.copyOf(ends, 2 * size);
        }
        starts[size] = start;
        ends[size] = end;
        size++;
    }

    int size() {
        return size;
    }

    int start(int word) {
        return starts[word];
    }

    int end(int word) {
        return ends[word];
    }

    int length(int word) {
        return ends[word] - starts[word];
    }

    /** Whether the text tells names by capital letters. */
    boolean cased() {
        return cased;
    }

    boolean capital(int word) {
        return Character.isUpperCase(text.charAt(starts[word]));
    }

    /** A single letter with a point: an initial. */
    boolean initial(int word) {
        return length(word) == 1 && capital(word) && ends[word] < text.length() && text.charAt(ends[word]) == '.';
    }

    /** Whether nothing but one or two blanks, a hyphen, or the point of an abbreviation and blanks, lies before the next word. */
    boolean joined(int word) {
        if (word + 1 >= size) {
            return false;
        }
        int gap = starts[word + 1] - ends[word];
        if (gap < 1 || gap > 3) {
            return false;
        }
        for (int i = ends[word]; i < starts[word + 1]; i++) {
            char c = text.charAt(i);
            boolean point = c == '.' && i == ends[word] && length(word) <= 4;
            if (c != ' ' && c != '-' && c != '\u00a0' && !point) {
                return false;
            }
        }
        return true;
    }

    /** Whether the next word follows after blanks alone. */
    boolean blank(int word) {
        if (!joined(word)) {
            return false;
        }
        char next = text.charAt(ends[word]);
        return next == ' ' || next == '\u00a0';
    }

    boolean comma(int word) {
        return word + 1 < size
                && text.charAt(ends[word]) == ','
                && starts[word + 1] - ends[word] == 2
                && text.charAt(ends[word] + 1) == ' ';
    }

    /** Whether a sentence or a line begins with the word. */
    boolean first(int word) {
        int at = starts[word] - 1;
        while (at >= 0 && (text.charAt(at) == ' ' || text.charAt(at) == '"' || text.charAt(at) == '“')) {
            at--;
        }
        return at < 0 || ".!?:\n\r•*".indexOf(text.charAt(at)) >= 0;
    }

    /** In small letters, without marks on them. */
    String folded(int word) {
        if (folded[word] == null) {
            folded[word] = length(word) > LONGEST
                    ? ""
                    : fold(text.subSequence(starts[word], ends[word]).toString());
        }
        return folded[word];
    }

    static String fold(String word) {
        String small = word.toLowerCase(Locale.ROOT);
        boolean plain = true;
        for (int i = 0; i < small.length() && plain; i++) {
            plain = small.charAt(i) < 128;
        }
        if (plain) {
            return small;
        }
        String open = small.replace("ß", "ss")
                .replace("ø", "o")
                .replace("ł", "l")
                .replace("æ", "ae")
                .replace("œ", "oe")
                .replace("đ", "d")
                .replace("ı", "i")
                .replace("ð", "d")
                .replace("þ", "th")
                .replace('’', '\'');
        String apart = Normalizer.normalize(open, Normalizer.Form.NFD);
        StringBuilder folded = new StringBuilder(apart.length());
        for (int i = 0; i < apart.length(); i++) {
            if (Character.getType(apart.charAt(i)) != Character.NON_SPACING_MARK) {
                folded.append(apart.charAt(i));
            }
        }
        return folded.toString();
    }
}
