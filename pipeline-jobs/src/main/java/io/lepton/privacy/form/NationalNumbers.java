package io.lepton.privacy.form;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Set;

/** Whether a number that has a country's form is one that the country could have given out. All take the number without separators. */
final class NationalNumbers {
    private static final String ES_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final Set<String> UK_UNUSED = Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ");
    private static final int[] IT_ODD = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private NationalNumbers() {}

    /** Social Security Administration: no area 000, 666 or 900 to 999, no group 00, no serial 0000. */
    static boolean usSocialSecurity(String number) {
        String area = number.substring(0, 3);
        return !area.equals("000")
                && !area.equals("666")
                && number.charAt(0) != '9'
                && !number.startsWith("00", 3)
                && !number.endsWith("0000");
    }

    /** HM Revenue and Customs, NIM39110: letters that no prefix has, prefixes that are not used. */
    static boolean ukNationalInsurance(String number) {
        return "DFIQUV".indexOf(number.charAt(0)) < 0
                && "DFIOQUV".indexOf(number.charAt(1)) < 0
                && !UK_UNUSED.contains(number.substring(0, 2))
                && number.charAt(8) <= 'D';
    }

    /** NHS Data Dictionary: weights 10 to 2, modulus 11. */
    static boolean ukHealthService(String number) {
        int check = (11 - CheckDigits.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) % 11) % 11;
        return check == number.charAt(9) - '0' && !same(number);
    }

    /** GB 11643: a region, a date of birth, ISO/IEC 7064 MOD 11-2. */
    static boolean chineseResident(String number) {
        return number.charAt(0) != '0'
                && (Chars.digit(number.charAt(17)) || number.charAt(17) == 'X')
                && date(number, 6, 0)
                && CheckDigits.mod11And2(number);
    }

    /** Bundeszentralamt für Steuern: of the first ten digits one comes two or three times, the others once; ISO/IEC 7064 MOD 11,10. */
    static boolean germanTax(String number) {
        int[] counts = new int[10];
        for (int i = 0; i < 10; i++) {
            counts[number.charAt(i) - '0']++;
        }
        int repeated = 0;
        for (int count : counts) {
            repeated += count > 1 ? 1 : 0;
            if (count > 3) {
                return false;
            }
        }
        return number.charAt(0) != '0' && repeated == 1 && CheckDigits.mod11And10(number);
    }

    /** INSEE: sex, year, month, department (2A and 2B count as 19 and 18), commune, order, and 97 less the rest by 97. */
    static boolean frenchSocialSecurity(String number) {
        String digits = number.substring(0, 13).replace("2A", "19").replace("2B", "18");
        for (int i = 0; i < digits.length(); i++) {
            if (!Chars.digit(digits.charAt(i))) {
                return false;
            }
        }
        int month = Integer.parseInt(digits.substring(3, 5));
        boolean months = month >= 1 && month <= 12 || month >= 20 && month <= 42 || month >= 50;
        return "123478".indexOf(digits.charAt(0)) >= 0
                && months
                && 97 - Long.parseLong(digits) % 97 == Integer.parseInt(number.substring(13));
    }

    /** Ministerio del Interior: the letter at the rest by 23; X, Y and Z of foreigners' numbers count as 0, 1 and 2. */
    static boolean spanishIdentity(String number) {
        int first = "XYZ".indexOf(number.charAt(0));
        if (first < 0 && !Chars.digit(number.charAt(0))) {
            return false;
        }
        String digits = (first < 0 ? number.substring(0, 1) : String.valueOf(first)) + number.substring(1, 8);
        for (int i = 0; i < digits.length(); i++) {
            if (!Chars.digit(digits.charAt(i))) {
                return false;
            }
        }
        return number.charAt(8) == ES_LETTERS.charAt(Integer.parseInt(digits) % 23);
    }

    /** Ministero delle Finanze, decree of 23 December 1976: characters at odd places by a table, at even ones by their order. */
    static boolean italianTax(String number) {
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = number.charAt(i);
            int order = Chars.digit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 0 ? IT_ODD[order] : order;
        }
        return number.charAt(15) == 'A' + sum % 26 && "ABCDEHLMPRST".indexOf(number.charAt(8)) >= 0;
    }

    /** Unique Identification Authority of India: begins with 2 to 9, ends with a digit of Verhoeff. */
    static boolean indianAadhaar(String number) {
        return number.charAt(0) >= '2' && !same(number) && CheckDigits.verhoeff(number);
    }

    /** Receita Federal: two digits, each the weighted sum of those before it, modulus 11. */
    static boolean brazilianTax(String number) {
        int first = CheckDigits.weighted(number, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        int second = CheckDigits.weighted(number, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2) * 10 % 11 % 10;
        return !same(number) && first == number.charAt(9) - '0' && second == number.charAt(10) - '0';
    }

    /** Employment and Social Development Canada: no number begins with 8; Luhn. */
    static boolean canadianInsurance(String number) {
        return number.charAt(0) != '8' && !same(number) && CheckDigits.luhn(number);
    }

    /** Rijksdienst voor Identiteitsgegevens: the test of eleven, the last digit counting negatively. */
    static boolean dutchCitizen(String number) {
        return !same(number) && CheckDigits.weighted(number, 9, 8, 7, 6, 5, 4, 3, 2, -1) % 11 == 0;
    }

    /** Poland, law on the registration of residents: a date of birth whose month tells the century, weights 1, 3, 7, 9. */
    static boolean polishIdentity(String number) {
        int month = Integer.parseInt(number.substring(2, 4));
        int century = new int[] {1900, 2000, 2100, 2200, 1800}[month / 20];
        String date = "%04d%02d%s"
                .formatted(century + Integer.parseInt(number.substring(0, 2)), month % 20, number.substring(4, 6));
        return date(date, 0, 0) && CheckDigits.weighted(number, 1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1) % 10 == 0;
    }

    /** Skatteverket: a date of birth whose day may be raised by 60, Luhn over the last ten digits. */
    static boolean swedishIdentity(String number) {
        String ten = number.substring(number.length() - 10);
        return (date("19" + ten, 0, 60) || date("20" + ten, 0, 60)) && CheckDigits.luhn(ten);
    }

    private static boolean same(String number) {
        return number.chars().allMatch(c -> c == number.charAt(0));
    }

    private static boolean date(String digits, int from, int raised) {
        int year = Integer.parseInt(digits.substring(from, from + 4));
        int month = Integer.parseInt(digits.substring(from + 4, from + 6));
        int day = Integer.parseInt(digits.substring(from + 6, from + 8));
        try {
            LocalDate.of(year, month, raised > 0 && day > raised ? day - raised : day);
            return year >= 1800 && year < 2300;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
