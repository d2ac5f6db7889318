package io.lepton.privacy.text;

import io.lepton.privacy.form.Kind;
import java.util.Set;

/** Street addresses with a house number: 12 Main Street, Hauptstraße 5, 12 rue de la Paix, Calle Mayor 3, Via Roma 7. */
final class AddressFinder {
    private static final Set<String> ENGLISH = Set.of(
            "street",
            "st",
            "road",
            "rd",
            "avenue",
            "ave",
            "lane",
            "ln",
            "drive",
            "dr",
            "boulevard",
            "blvd",
            "way",
            "court",
            "ct",
            "terrace",
            "square",
            "crescent",
            "close",
            "highway",
            "parkway",
            "place",
            "gardens");

    /** Those that are hardly anything else, for texts that do not mark names. */
    private static final Set<String> CERTAIN = Set.of("street", "road", "avenue", "ave", "blvd", "boulevard");

    private static final Set<String> BEFORE_NAME = Set.of(
            "rue",
            "avenue",
            "boulevard",
            "place",
            "chemin",
            "allee",
            "impasse",
            "calle",
            "avenida",
            "plaza",
            "via",
            "viale",
            "piazza",
            "corso",
            "rua");

    private static final String[] GERMAN = {
        "strasse", "str", "gasse", "weg", "allee", "platz", "ring", "damm", "straat", "laan", "gracht"
    };

    private final CharSequence text;
    private final Words words;
    private final Findings findings;

    AddressFinder(CharSequence text, Words words, Findings findings) {
        this.text = text;
        this.words = words;
        this.findings = findings;
    }

    void find() {
        for (int word = 0; word < words.size(); word++) {
            String name = words.folded(word);
            if (words.cased() ? ENGLISH.contains(name) : CERTAIN.contains(name)) {
                english(word);
            }
            if (words.cased() && BEFORE_NAME.contains(name)) {
                romance(word);
            }
            if (german(word, name)) {
                german(word);
            }
        }
    }

    /** A number, one to three capitalized words, the kind of street. */
    private void english(int word) {
        for (int first = word - 1; first >= Math.max(0, word - 3); first--) {
            if (!words.blank(first) || words.cased() && !words.capital(first)) {
                return;
            }
            int number = numberBefore(words.start(first));
            if (number >= 0) {
                findings.add(Kind.ADDRESS, number, words.end(word));
                return;
            }
        }
    }

    /** A number before or after the kind of street and its name. */
    private void romance(int word) {
        int last = word;
        while (last - word < 4 && words.blank(last)) {
            last++;
        }
        int number = numberBefore(words.start(word));
        for (int i = word + 1; i <= last; i++) {
            if (number >= 0 && capital(i)) {
                int end = i;
                while (end < last && capital(end + 1)) {
                    end++;
                }
                findings.add(Kind.ADDRESS, number, words.end(end));
                return;
            }
            int after = numberAfter(words.end(i));
            if (after > 0 && capital(i)) {
                findings.add(Kind.ADDRESS, words.start(word), after);
                return;
            }
        }
    }

    private boolean capital(int word) {
        return !words.cased() || words.capital(word);
    }

    private boolean german(int word, String name) {
        if (!words.cased() || !words.capital(word)) {
            return false;
        }
        for (String end : GERMAN) {
            if (name.endsWith(end) && (name.length() > end.length() + 2 || word > 0 && words.joined(word - 1))) {
                return true;
            }
        }
        return false;
    }

    private void german(int word) {
        int at = words.end(word);
        int number = numberAfter(at < text.length() && text.charAt(at) == '.' ? at + 1 : at);
        if (number > 0) {
            boolean two = words.folded(word).length() <= 7 && word > 0 && words.joined(word - 1) && capital(word - 1);
            findings.add(Kind.ADDRESS, words.start(two ? word - 1 : word), number);
        }
    }

    /** Where a house number of up to five digits, perhaps with a letter, begins that a blank or comma separates from here; -1 if none. */
    private int numberBefore(int start) {
        int at = start - 1;
        if (at >= 0 && text.charAt(at) == ' ') {
            at--;
        }
        if (at >= 0 && text.charAt(at) == ',') {
            at--;
        }
        int end = at;
        if (at > 0 && Character.isLetter(text.charAt(at)) && digit(at - 1)) {
            at--;
        }
        while (at >= 0 && end - at < 6 && digit(at)) {
            at--;
        }
        boolean apart = at < 0 || !Character.isLetterOrDigit(text.charAt(at)) && text.charAt(at) != '.';
        return at < end && end < start - 1 && apart && digit(at + 1) ? at + 1 : -1;
    }

    private int numberAfter(int end) {
        int at = end;
        while (at < text.length() && at - end < 2 && (text.charAt(at) == ' ' || text.charAt(at) == ',')) {
            at++;
        }
        int digits = at;
        while (at < text.length() && at - digits < 4 && digit(at)) {
            at++;
        }
        if (at == digits || at == end + at - digits) {
            return -1;
        }
        if (at < text.length()
                && Character.isLetter(text.charAt(at))
                && (at + 1 >= text.length() || !Character.isLetterOrDigit(text.charAt(at + 1)))) {
            at++;
        }
        return at >= text.length() || !Character.isLetterOrDigit(text.charAt(at)) ? at : -1;
    }

    private boolean digit(int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }
}
