package io.lepton.privacy.text;

/** Whether a short value, taken as a whole, is the name of a person or of a place. */
public final class NamedValues {
    private static final int MOST_WORDS = 5;

    /** A given name with a surname or initials in any order, or one of them alone that is no ordinary word. */
    public boolean person(String value) {
        Words words = new Words(value);
        if (words.size() == 0 || words.size() > MOST_WORDS || hasDigit(value)) {
            return false;
        }
        int given = 0;
        int family = 0;
        int clear = 0;
        for (int i = 0; i < words.size(); i++) {
            String name = words.folded(i);
            boolean first = NameList.FIRST_NAMES.has(name);
            boolean last = NameList.SURNAMES.has(name);
            if (!first && !last && words.length(i) > 1 && words.size() < 3) {
                return false;
            }
            given += first ? 1 : 0;
            family += last ? 1 : 0;
            clear += NameList.FIRST_NAMES.clear(name) || NameList.SURNAMES.clear(name) ? 1 : 0;
        }
        if (words.size() == 1) {
            String name = words.folded(0);
            return clear == 1 && !NameList.PLACES.clear(name);
        }
        return given > 0 && family > 0 && clear > 0 && given + family >= words.size();
    }

    /** A place of the list, all of it. */
    public boolean place(String value) {
        return !hasDigit(value)
                && NameList.PLACES.has(
                        Words.fold(value.strip()).replaceAll("[^\\p{L}']+", " ").strip());
    }

    private static boolean hasDigit(String value) {
        return value.chars().anyMatch(c -> c >= '0' && c <= '9');
    }
}
