package io.lepton.privacy.form;

/** The check-digit methods that many numbers share. All take digits, or letters and digits, without separators. */
final class CheckDigits {
    private static final String MOD_11_2 = "10X98765432";

    /** Rows of the multiplication in the dihedral group of ten elements. */
    private static final String[] DIHEDRAL = {
        "0123456789",
        "1234067895",
        "2340178956",
        "3401289567",
        "4012395678",
        "5987604321",
        "6598710432",
        "7659821043",
        "8765932104",
        "9876543210"
    };

    private static final String[] PERMUTED = {
        "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258"
    };

    private CheckDigits() {}

    /** ISO/IEC 7812, Annex B: the formula of Luhn. */
    static boolean luhn(String digits) {
        int sum = 0;
        boolean twice = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    /** ISO/IEC 7064 MOD 97-10 of letters and digits, a letter counting as two digits from 10 on. */
    static int mod97(String text) {
        int rest = 0;
        for (int i = 0; i < text.length(); i++) {
            int value = Character.digit(text.charAt(i), 36);
            if (value < 0) {
                return -1;
            }
            rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
        }
        return rest;
    }

    /** ISO/IEC 7064 MOD 11-2: digits with a check character that may be X. */
    static boolean mod11And2(String text) {
        int sum = 0;
        int last = text.length() - 1;
        int weight = 1;
        for (int i = last - 1; i >= 0; i--) {
            weight = weight * 2 % 11;
            sum += (text.charAt(i) - '0') * weight;
        }
        return text.charAt(last) == MOD_11_2.charAt(sum % 11);
    }

    /** ISO/IEC 7064 MOD 11,10. */
    static boolean mod11And10(String digits) {
        int product = 10;
        for (int i = 0; i < digits.length() - 1; i++) {
            int sum = (digits.charAt(i) - '0' + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == digits.charAt(digits.length() - 1) - '0';
    }

    /** Verhoeff: Error detecting decimal codes. Mathematical Centre Tracts 29, 1969. */
    static boolean verhoeff(String digits) {
        int check = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            check = DIHEDRAL[check].charAt(PERMUTED[i % 8].charAt(digit) - '0') - '0';
        }
        return check == 0;
    }

    /** The digits times the weights; those without a weight are left out. */
    static int weighted(String digits, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (digits.charAt(i) - '0') * weights[i];
        }
        return sum;
    }
}
