package io.lepton.privacy.scan;

import java.math.BigInteger;
import java.util.Locale;

/** Whether the check digits of a number fit the rest of it. Blanks and hyphens between digits do not matter. */
final class CheckDigits {
    private static final BigInteger NINETY_SEVEN = BigInteger.valueOf(97);
    private static final String RESIDENT_CHECKS = "10X98765432";

    private CheckDigits() {}

    /** Payment cards: ISO/IEC 7812, the formula of Luhn. */
    static boolean card(String number) {
        int sum = 0;
        boolean twice = false;
        for (int i = number.length() - 1; i >= 0; i--) {
            int digit = Character.digit(number.charAt(i), 10);
            if (digit >= 0) {
                int value = twice ? digit * 2 : digit;
                sum += value > 9 ? value - 9 : value;
                twice = !twice;
            }
        }
        return sum % 10 == 0;
    }

    /** Bank accounts: ISO 13616, that is ISO/IEC 7064 MOD 97-10 of the number with its first four characters at the end. */
    static boolean iban(String number) {
        String compact = number.replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
        if (compact.length() < 5) {
            return false;
        }
        StringBuilder digits = new StringBuilder();
        (compact.substring(4) + compact.substring(0, 4))
                .chars()
                .map(letter -> Character.digit(letter, 36))
                .forEach(digits::append);
        return digits.indexOf("-") < 0
                && new BigInteger(digits.toString()).mod(NINETY_SEVEN).equals(BigInteger.ONE);
    }

    /** Chinese resident identity numbers: GB 11643, that is ISO/IEC 7064 MOD 11-2. */
    static boolean chineseResident(String number) {
        String compact = number.strip().toUpperCase(Locale.ROOT);
        if (!compact.matches("[0-9]{17}[0-9X]")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += Character.digit(compact.charAt(i), 10) * ((1 << 17 - i) % 11);
        }
        return compact.charAt(17) == RESIDENT_CHECKS.charAt(sum % 11);
    }
}
