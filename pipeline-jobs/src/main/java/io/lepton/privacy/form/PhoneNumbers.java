package io.lepton.privacy.form;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.Set;

/**
 * Telephone numbers: E.164 with its plus sign or 00, and national forms that look like nothing else. Numbers that pass a cheap look are
 * put to Google's libphonenumber, which knows every country's numbering plan.
 */
final class PhoneNumbers {
    private static final int LONGEST = 24;

    /** Countries whose numbers begin with a 0 that a caller dials; the first whose plan has the number decides. */
    private static final List<String> WITH_ZERO =
            List.of("GB", "DE", "FR", "NL", "AT", "CH", "IT", "BE", "AU", "SE", "IN");

    private static final List<String> WITHOUT = List.of("US", "ES", "PL", "BR");

    static final Set<String> WORDS = Set.of(
            "phone",
            "tel",
            "telephone",
            "mobile",
            "cell",
            "call",
            "fax",
            "whatsapp",
            "telefon",
            "handy",
            "rufnummer",
            "téléphone",
            "portable",
            "teléfono",
            "telefono",
            "móvil",
            "cellulare",
            "ring",
            "text",
            "sms");

    private PhoneNumbers() {}

    /** Where a number that needs no announcement ends, or one that has it; -1 if there is none. */
    static int end(CharSequence text, int start) {
        int end = run(text, start);
        int digits = digits(text, start, end);
        if (digits < 7 || digits > 15) {
            return -1;
        }
        String number = text.subSequence(start, end).toString();
        return telling(number) || Chars.announced(text, start, WORDS) && announced(number) ? end : -1;
    }

    /** Whether the text can hardly be anything but a telephone number. */
    static boolean telling(String number) {
        int digits = digits(number, 0, number.length());
        if (digits < 7 || digits > 15) {
            return false;
        }
        if (number.charAt(0) == '+' || number.startsWith("(+")) {
            return possible(number);
        }
        if (number.startsWith("00")) {
            return digits >= 10 && valid("+" + number.substring(2), "ZZ");
        }
        return northAmerican(number) || digits < number.length() && withZero(number, digits);
    }

    /** Whether it could be one, where a word or a column's name says so: bare digits are taken, too. */
    static boolean announced(String number) {
        int digits = digits(number, 0, number.length());
        return telling(number)
                || withZero(number, digits)
                || digits >= 8 && digits <= 15 && digits > number.length() / 2 && valid(number, WITHOUT);
    }

    private static boolean withZero(String number, int digits) {
        boolean zero = number.startsWith("(0")
                || number.length() > 1 && number.charAt(0) == '0' && Chars.digit(number.charAt(1));
        return zero && digits >= 9 && digits <= 15 && Dates.at(number, 0).isEmpty() && valid(number, WITH_ZERO);
    }

    private static int run(CharSequence text, int start) {
        int at = start;
        int last = Math.min(text.length(), start + LONGEST);
        int end = start;
        boolean open = false;
        while (at < last) {
            char c = text.charAt(at);
            if (Chars.digit(c)) {
                end = at + 1;
            } else if (c == '(' && !open) {
                open = true;
            } else if (c == ')' && open) {
                open = false;
            } else if (c == '+' ? at > start : " -./".indexOf(c) < 0 || at > start && separators(text, at)) {
                break;
            }
            at++;
        }
        return end;
    }

    /** Three separators in a row end a number. */
    private static boolean separators(CharSequence text, int at) {
        return at >= 2 && " -./".indexOf(text.charAt(at - 1)) >= 0 && " -./".indexOf(text.charAt(at - 2)) >= 0;
    }

    private static int digits(CharSequence text, int start, int end) {
        int digits = 0;
        for (int i = start; i < end; i++) {
            digits += Chars.digit(text.charAt(i)) ? 1 : 0;
        }
        return digits;
    }

    /** (415) 555-2671, 415-555-2671, 1.415.555.2671: three groups, the first two beginning with 2 to 9. */
    private static boolean northAmerican(String number) {
        String bare = number.startsWith("1") && number.length() > 1 && !Chars.digit(number.charAt(1))
                ? number.substring(2)
                : number;
        String form = bare.startsWith("(") ? bare.substring(1).replaceFirst("\\) ?", "-") : bare;
        return form.length() == 12
                && new Template("999").end(form, 0) == 3
                && new Template("999").end(form, 4) == 7
                && new Template("9999").end(form, 8) == 12
                && " -.".indexOf(form.charAt(3)) >= 0
                && " -.".indexOf(form.charAt(7)) >= 0
                && form.charAt(0) >= '2'
                && form.charAt(4) >= '2';
    }

    private static boolean possible(String number) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            return plans.isPossibleNumber(plans.parse(number, "ZZ"));
        } catch (NumberParseException e) {
            return false;
        }
    }

    private static boolean valid(String number, List<String> regions) {
        return regions.stream().anyMatch(region -> valid(number, region));
    }

    private static boolean valid(String number, String region) {
        PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
        try {
            return plans.isValidNumber(plans.parse(number, region));
        } catch (NumberParseException e) {
            return false;
        }
    }
}
