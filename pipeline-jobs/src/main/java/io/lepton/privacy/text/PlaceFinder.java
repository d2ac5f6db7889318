package io.lepton.privacy.text;

import io.lepton.privacy.form.Kind;
import java.util.Set;

/** Names of places, the longest first; a name that is an ordinary word, too, only after a preposition of place. And postcodes before them. */
final class PlaceFinder {
    private static final int MOST_WORDS = 4;

    private static final Set<String> BEFORE = Set.of(
            "in", "from", "to", "near", "at", "visit", "visited", "around", "outside", "live", "lives", "nach", "aus",
            "bei", "a", "en", "desde", "hacia", "depuis", "vers", "da", "di", "naar", "uit", "te", "city");

    private final NameList places = NameList.PLACES;
    private final CharSequence text;
    private final Words words;
    private final Findings findings;

    PlaceFinder(CharSequence text, Words words, Findings findings) {
        this.text = text;
        this.words = words;
        this.findings = findings;
    }

    /** Names of two words and more, which are hardly anything else. */
    void findLong() {
        find(2);
    }

    void findRest() {
        find(1);
    }

    private void find(int fewest) {
        for (int word = 0; word < words.size(); ) {
            word = Math.max(word + 1, placeFrom(word, fewest));
        }
    }

    private int placeFrom(int word, int fewest) {
        if (words.cased() && !words.capital(word) || !findings.free(words.start(word), words.end(word))) {
            return word;
        }
        if (!places.begins(words.folded(word))) {
            return word;
        }
        int last = word;
        while (last - word < MOST_WORDS - 1 && words.joined(last)) {
            last++;
        }
        StringBuilder name = new StringBuilder();
        int[] lengths = new int[MOST_WORDS];
        for (int i = word; i <= last; i++) {
            name.append(i == word ? "" : " ").append(words.folded(i).replace('-', ' '));
            lengths[i - word] = name.length();
        }
        for (int i = last; i > word + fewest - 2; i--) {
            String candidate = name.substring(0, lengths[i - word]);
            if (places.has(candidate) && !(words.cased() && !words.capital(i)) && speaks(word, i, candidate)) {
                add(word, i);
                return i + 1;
            }
        }
        return word;
    }

    private boolean speaks(int word, int last, String name) {
        boolean after = word > 0 && words.blank(word - 1) && BEFORE.contains(words.folded(word - 1));
        boolean before = words.comma(last)
                && (!words.cased() || words.capital(last + 1))
                && places.clear(words.folded(last + 1));
        if (!words.cased()) {
            return places.clear(name) && (after || before || last > word || places.common(name));
        }
        boolean abbreviation = words.end(last) - words.start(word) < 3;
        return after
                || before
                || postcodeStart(word) >= 0
                || places.clear(name) && (!abbreviation || places.common(name));
    }

    private void add(int word, int last) {
        int start = words.start(word);
        findings.add(Kind.PLACE, start, words.end(last));
        int postcode = postcodeStart(word);
        if (postcode >= 0) {
            findings.add(Kind.POSTCODE, postcode, start - 1);
        }
    }

    /** Where four or five digits before the word begin that are no year; -1 if there are none. */
    private int postcodeStart(int word) {
        int end = words.start(word) - 1;
        if (end < 4 || text.charAt(end) != ' ') {
            return -1;
        }
        int start = end;
        while (start > 0 && end - start < 6 && digit(start - 1)) {
            start--;
        }
        boolean apart = start == 0
                || !Character.isLetterOrDigit(text.charAt(start - 1)) && ".,".indexOf(text.charAt(start - 1)) < 0;
        return apart && (end - start == 5 || end - start == 4 && !year(start)) ? start : -1;
    }

    private boolean digit(int at) {
        return text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean year(int at) {
        return text.charAt(at) == '1' && text.charAt(at + 1) == '9'
                || text.charAt(at) == '2' && text.charAt(at + 1) == '0';
    }
}
