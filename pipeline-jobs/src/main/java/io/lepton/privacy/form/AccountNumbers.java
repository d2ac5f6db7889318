package io.lepton.privacy.form;

import java.util.HashMap;
import java.util.Map;

/** Bank accounts and payment cards: forms whose length depends on how they begin. */
final class AccountNumbers {
    /** Lengths by country of the IBAN Registry (SWIFT, ISO 13616), release 99. */
    private static final Map<String, Integer> LENGTHS = lengths(
            "NO15 BE16 DK18 FI18 FK18 FO18 GL18 NL18 SD18 MK19 SI19 AT20 BA20 EE20 KZ20 LT20 LU20 MN20 XK20 CH21 CR21 HR21 LI21 LV21"
                    + " BG22 BH22 DE22 GB22 GE22 IE22 ME22 RS22 VA22 AE23 GI23 IL23 IQ23 OM23 SO23 TL23 AD24 CZ24 ES24 MD24 PK24 RO24 SA24"
                    + " SE24 SK24 TN24 VG24 LY25 PT25 IS26 TR26 BI27 DJ27 FR27 GR27 IT27 MC27 MR27 SM27 AL28 AZ28 BY28 CY28 DO28 GT28 HU28"
                    + " LB28 NI28 PL28 SV28 BR29 EG29 PS29 QA29 UA29 JO30 KW30 MU30 YE30 MT31 SC31 LC32 RU33");

    private AccountNumbers() {}

    private static Map<String, Integer> lengths(String list) {
        Map<String, Integer> lengths = new HashMap<>();
        for (String entry : list.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return lengths;
    }

    /** ISO 13616: as many letters and digits as the country's have, in groups or not, whose rest by 97 is 1. */
    static int ibanEnd(CharSequence text, int start) {
        if (start + 15 > text.length()
                || !Chars.letter(text.charAt(start))
                || !Chars.letter(text.charAt(start + 1))
                || !Chars.digit(text.charAt(start + 2))
                || !Chars.digit(text.charAt(start + 3))) {
            return -1;
        }
        Integer length = LENGTHS.get(Chars.compact(text.subSequence(start, start + 2)));
        if (length == null) {
            return -1;
        }
        int end = end(text, start, length);
        if (end < 0) {
            return -1;
        }
        String compact = Chars.compact(text.subSequence(start, end));
        return CheckDigits.mod97(compact.substring(4) + compact.substring(0, 4)) == 1 ? end : -1;
    }

    private static int end(CharSequence text, int start, int length) {
        int at = start;
        for (int found = 0; found < length; at++) {
            if (at >= text.length()) {
                return -1;
            }
            char c = text.charAt(at);
            if (Chars.letter(c) || Chars.digit(c)) {
                found++;
            } else if (c != ' ' && c != '-' || text.charAt(at - 1) == c) {
                return -1;
            }
        }
        return at;
    }

    /** ISO/IEC 7812: 13 to 19 digits, in groups of at least 4 or not, that begin and are as long as an issuer's, and pass Luhn. */
    static int cardEnd(CharSequence text, int start) {
        int at = start;
        int digits = 0;
        int group = 0;
        while (at < text.length() && digits <= 19) {
            char c = text.charAt(at);
            if (Chars.digit(c)) {
                digits++;
                group++;
            } else if ((c == ' ' || c == '-')
                    && group >= 4
                    && at + 1 < text.length()
                    && Chars.digit(text.charAt(at + 1))) {
                group = 0;
            } else {
                break;
            }
            at++;
        }
        if (digits < 13 || digits > 19) {
            return -1;
        }
        String number = Chars.compact(text.subSequence(start, at));
        return issued(number) && CheckDigits.luhn(number) ? at : -1;
    }

    /** Issuer ranges and lengths of Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay and Maestro. */
    private static boolean issued(String number) {
        int length = number.length();
        int four = Integer.parseInt(number.substring(0, 4));
        int two = four / 100;
        return switch (four / 1000) {
            case 4 -> length == 13 || length == 16 || length == 19;
            case 2 -> four >= 2221 && four <= 2720 && length == 16;
            case 5 -> two >= 51 && two <= 55 ? length == 16 : (two == 50 || two >= 56) && length >= 16;
            case 3 -> two == 34 || two == 37
                    ? length == 15
                    : two == 36 || two >= 38 || four <= 3059
                            ? length == 14 || length == 16
                            : four >= 3528 && length >= 16;
            case 6 -> length >= 16;
            default -> false;
        };
    }
}
