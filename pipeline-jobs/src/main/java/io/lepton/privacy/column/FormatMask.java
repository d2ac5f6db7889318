package io.lepton.privacy.column;

import org.apache.spark.sql.api.java.UDF1;

/**
 * Hides a text and keeps its format: capital letters become {@code X}, other letters {@code x}, digits {@code 9}; spaces and punctuation
 * stay. {@code Zoë, +49 (30) 12} becomes {@code Xxx, +99 (99) 99}. Letters and digits are those of all scripts. Accents that are
 * characters of their own vanish, and what is none of all this, for example a picture, becomes {@code *}.
 *
 * @param keepFirst characters left readable at the start, 0 or more
 * @param keepLast characters left readable at the end, 0 or more; a text with no more characters than are kept is hidden whole
 */
public record FormatMask(int keepFirst, int keepLast) implements UDF1<String, String> {
    @Override
    public String call(String text) {
        if (text == null) {
            return null;
        }
        int[] characters = text.codePoints().toArray();
        boolean whole = characters.length <= keepFirst + keepLast;
        StringBuilder masked = new StringBuilder(text.length());
        for (int i = 0; i < characters.length; i++) {
            boolean kept = !whole && (i < keepFirst || i >= characters.length - keepLast);
            if (kept) {
                masked.appendCodePoint(characters[i]);
            } else {
                mask(characters[i], masked);
            }
        }
        return masked.toString();
    }

    private static void mask(int character, StringBuilder masked) {
        switch (Character.getType(character)) {
            case Character.UPPERCASE_LETTER, Character.TITLECASE_LETTER -> masked.append('X');
            case Character.LOWERCASE_LETTER, Character.MODIFIER_LETTER, Character.OTHER_LETTER -> masked.append('x');
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> masked.append('9');
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> {}
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> masked.appendCodePoint(character);
            default -> masked.appendCodePoint(character < 128 ? character : '*');
        }
    }
}
