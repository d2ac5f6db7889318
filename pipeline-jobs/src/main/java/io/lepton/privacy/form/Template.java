package io.lepton.privacy.form;

/**
 * A fixed form of characters: {@code 9} a digit, {@code A} a capital letter, {@code L} a letter of either case, {@code H} a hexadecimal
 * digit, {@code N} a letter or digit, {@code _} one blank, hyphen or dot that may be missing; anything else stands for itself. Matching reads no character
 * twice.
 */
record Template(String form) {

    /** Where a match that begins at {@code start} ends; -1 if there is none. */
    int end(CharSequence text, int start) {
        int at = start;
        for (int i = 0; i < form.length(); i++) {
            char wanted = form.charAt(i);
            char found = at < text.length() ? text.charAt(at) : '\0';
            if (wanted == '_') {
                if (found == ' ' || found == '-' || found == '.') {
                    at++;
                }
            } else if (matches(wanted, found)) {
                at++;
            } else {
                return -1;
            }
        }
        return at;
    }

    boolean beginsWithDigit() {
        return form.charAt(0) == '9' || Chars.digit(form.charAt(0));
    }

    private static boolean matches(char wanted, char found) {
        return switch (wanted) {
            case '9' -> Chars.digit(found);
            case 'A' -> found >= 'A' && found <= 'Z';
            case 'L' -> Chars.letter(found);
            case 'H' -> Chars.hex(found);
            case 'N' -> Chars.digit(found) || Chars.letter(found);
            default -> wanted == found;
        };
    }
}
