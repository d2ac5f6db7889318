package io.lepton.privacy.text;

import io.lepton.privacy.form.Kind;
import java.util.HashSet;
import java.util.Set;

/**
 * Names of persons: after a title ("Frau Dr. Müller"), a given name with a surname ("John Kowalski", "Kowalski, John"), initials with a
 * surname ("J. Kowalski"), a common given name alone, and later mentions of a name that the text gave in full before.
 */
final class PersonFinder {
    private static final Set<String> TITLES = Set.of(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "dr",
            "prof",
            "professor",
            "sir",
            "madam",
            "rev",
            "herr",
            "herrn",
            "frau",
            "mme",
            "mlle",
            "monsieur",
            "madame",
            "sr",
            "sra",
            "srta",
            "senor",
            "senora",
            "dona",
            "dott",
            "signor",
            "signora",
            "mevrouw",
            "dhr",
            "mw",
            "pan",
            "pani");

    private static final Set<String> INTRODUCTIONS =
            Set.of("is", "dear", "hi", "hello", "hallo", "liebe", "lieber", "cher", "chere", "querido");

    private static final Set<String> PARTICLES = Set.of(
            "van", "von", "de", "der", "den", "del", "della", "di", "da", "dos", "du", "la", "le", "bin", "ibn", "al",
            "el", "zu", "ter", "ten", "st");

    private final NameList firstNames = NameList.FIRST_NAMES;
    private final NameList surnames = NameList.SURNAMES;
    private final NameList places = NameList.PLACES;
    private final Words words;
    private final Findings findings;
    private final Set<String> known = new HashSet<>();

    PersonFinder(Words words, Findings findings) {
        this.words = words;
        this.findings = findings;
    }

    void find() {
        int word = 0;
        while (word < words.size()) {
            word = Math.max(word + 1, nameFrom(word));
        }
        for (int i = 0; i < words.size() && !known.isEmpty(); i++) {
            if (words.capital(i) == words.cased() && known.contains(words.folded(i)) && !ordinaryStart(i)) {
                findings.add(Kind.PERSON, words.start(i), words.end(i));
            }
        }
    }

    private boolean free(int word) {
        return findings.free(words.start(word), words.end(word));
    }

    private boolean ordinaryStart(int word) {
        String name = words.folded(word);
        return (words.first(word) || !words.cased()) && !surnames.clear(name) && !firstNames.clear(name);
    }

    /** The word after the name that begins here, or the word itself if none does. */
    private int nameFrom(int word) {
        if (!free(word)) {
            return word;
        }
        if (words.cased() && !words.capital(word)) {
            boolean introduced = INTRODUCTIONS.contains(words.folded(word));
            return introduced && words.blank(word) ? introduced(word) : word;
        }
        String name = words.folded(word);
        if (TITLES.contains(name) && words.joined(word)) {
            int end = titled(word + 1);
            if (end > word + 1) {
                return end;
            }
        }
        if (INTRODUCTIONS.contains(name) && words.blank(word)) {
            int end = introduced(word);
            if (end > word) {
                return end;
            }
        }
        if (words.initial(word)) {
            return initials(word);
        }
        if (firstNames.has(name)) {
            int end = full(word, name);
            if (end > word) {
                return end;
            }
            if (alone(word, name)) {
                return taken(word, word + 1);
            }
        }
        return surnameFirst(word, name);
    }

    /** Whatever is capitalized after a title; in a text without capitals, what is listed. */
    private int titled(int from) {
        int end = from;
        while (end < words.size() && end - from < 5) {
            String name = words.folded(end);
            boolean title = end == from && TITLES.contains(name);
            boolean part = words.cased()
                    ? words.capital(end) && !Stops.after(name)
                    : firstNames.clear(name) || surnames.clear(name) || end == from && surnames.has(name);
            boolean particle = PARTICLES.contains(name) && words.blank(end);
            if (!title && !part && !particle) {
                break;
            }
            end++;
            if (!words.joined(end - 1)) {
                break;
            }
            if (title) {
                from = end;
            }
        }
        while (end > from && PARTICLES.contains(words.folded(end - 1))) {
            end--;
        }
        return end > from ? taken(from, end) : from;
    }

    /** "My name is ...", "Dear ...": a listed name follows, be it a word otherwise. */
    private int introduced(int word) {
        int next = word + 1;
        String name = words.folded(next);
        boolean verb = words.folded(word).equals("is");
        if (!free(next) || verb && !(word > 0 && words.folded(word - 1).equals("name"))) {
            return word;
        }
        if (words.cased() && !words.capital(next) || !firstNames.has(name) || Stops.after(name)) {
            return word;
        }
        if (!words.cased() && !firstNames.clear(name)) {
            return word;
        }
        int end = full(next, name);
        return end > next ? end : taken(next, next + 1);
    }

    /** J. Kowalski, J.R.R. Tolkien. */
    private int initials(int word) {
        int last = word;
        while (last - word < 3 && words.initial(last) && words.joined(last)) {
            last++;
        }
        if (last == word || last >= words.size() || words.initial(last)) {
            // Initials may touch: J.R.R.
            return word;
        }
        String name = words.folded(last);
        boolean surname = words.capital(last)
                && words.length(last) > 2
                && (last - word > 1 || surnames.has(name))
                && !Stops.after(name)
                && free(last);
        return surname ? taken(word, last + 1) : word;
    }

    /** A given name, perhaps more of them or initials or particles, and a surname. */
    private int full(int word, String name) {
        int at = word;
        while (words.joined(at) && at - word < 4) {
            at++;
            String next = words.folded(at);
            boolean particle = PARTICLES.contains(next) && words.joined(at);
            boolean middle = words.initial(at)
                    || particle
                    || at - word < 3
                            && words.joined(at)
                            && capital(at)
                            && firstNames.clear(next)
                            && surname(at + 1, true);
            if (!middle) {
                return surname(at, clearly(word, name)) && capital(at) ? taken(word, at + 1) : word;
            }
        }
        return word;
    }

    private boolean capital(int word) {
        return !words.cased() || words.capital(word);
    }

    /** Whether the given name is one without a doubt. */
    private boolean clearly(int word, String name) {
        return firstNames.clear(name) && !(places.clear(name) && !firstNames.common(name)) && words.length(word) > 2;
    }

    /**
     * Whether a surname stands there. After a name without doubt any capitalized word will do that is no ordinary one; after a doubtful
     * one only a listed surname that is nothing else, or one of the commonest.
     */
    private boolean surname(int word, boolean clear) {
        if (word >= words.size() || words.length(word) < 2 || !capital(word) || !free(word)) {
            return false;
        }
        String name = words.folded(word);
        if (Stops.after(name)) {
            return false;
        }
        boolean listed = surnames.has(name) && (surnames.clear(name) || surnames.common(name));
        if (!words.cased()) {
            return listed && clear || surnames.clear(name) && clear;
        }
        return listed && !(places.clear(name) && !surnames.common(name) && !clear)
                || clear && !(places.clear(name) && places.common(name)) && !words.initial(word);
    }

    /** A common given name that is nothing else. */
    private boolean alone(int word, String name) {
        return words.cased()
                && words.length(word) > 2
                && firstNames.clear(name)
                && firstNames.common(name)
                && !places.clear(name)
                && !Stops.after(name);
    }

    /** Kowalski, John. */
    private int surnameFirst(int word, String name) {
        if (!words.cased() || !words.comma(word) || !surnames.clear(name) || places.clear(name)) {
            return word;
        }
        String next = words.folded(word + 1);
        boolean given = words.capital(word + 1) && firstNames.clear(next) && !places.clear(next);
        return given ? taken(word, word + 2) : word;
    }

    private int taken(int from, int to) {
        findings.add(Kind.PERSON, words.start(from), words.end(to - 1));
        for (int i = from; i < to; i++) {
            String name = words.folded(i);
            boolean surname = i == to - 1 && to - from > 1;
            if (name.length() > 2
                    && !PARTICLES.contains(name)
                    && (surname || firstNames.clear(name) && !places.clear(name))) {
                known.add(name);
            }
        }
        return to;
    }
}
