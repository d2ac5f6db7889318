package io.lepton.privacy.form;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * One way to write a national number.
 *
 * @param check of the number without its separators
 * @param words of which one must stand before it in a text; none where the form and its check tell enough by themselves
 * @param selective whether a column whose values pass can hardly hold anything else: most random digits fail
 */
record NumberForm(Kind kind, Template template, Predicate<String> check, Set<String> words, boolean selective) {

    /** Stricter forms first. */
    static final List<NumberForm> ALL = List.of(
            telling(Kind.CN_RESIDENT_ID, "99999999999999999N", NationalNumbers::chineseResident),
            telling(Kind.IT_TAX_CODE, "LLLLLLNNLNNLNNNL", NationalNumbers::italianTax),
            telling(Kind.FR_NIR, "9_99_99_9N_999_999_99", NationalNumbers::frenchSocialSecurity),
            telling(Kind.US_SSN, "999-99-9999", NationalNumbers::usSocialSecurity),
            telling(Kind.UK_NI, "AA_99_99_99_A", NationalNumbers::ukNationalInsurance),
            telling(Kind.BR_CPF, "999.999.999-99", NationalNumbers::brazilianTax),
            telling(Kind.ES_DNI, "99999999_L", NationalNumbers::spanishIdentity),
            telling(Kind.ES_DNI, "L_9999999_L", NationalNumbers::spanishIdentity),
            telling(Kind.SE_PERSONNUMMER, "999999-9999", NationalNumbers::swedishIdentity),
            telling(Kind.SE_PERSONNUMMER, "99999999-9999", NationalNumbers::swedishIdentity),
            telling(Kind.IN_AADHAAR, "9999 9999 9999", NationalNumbers::indianAadhaar),
            announced(Kind.BR_CPF, "99999999999", NationalNumbers::brazilianTax, "cpf"),
            announced(Kind.IN_AADHAAR, "9999_9999_9999", NationalNumbers::indianAadhaar, "aadhaar", "uid", "uidai"),
            announced(
                    Kind.DE_TAX_ID,
                    "99_999_999_999",
                    NationalNumbers::germanTax,
                    "steuer-id",
                    "steuer-idnr",
                    "idnr",
                    "steueridentifikationsnummer",
                    "steuernummer",
                    "tax id",
                    "steuerliche"),
            announced(Kind.PL_PESEL, "99999999999", NationalNumbers::polishIdentity, "pesel"),
            announced(Kind.UK_NHS, "999_999_9999", NationalNumbers::ukHealthService, "nhs", "health service"),
            announced(Kind.CA_SIN, "999_999_999", NationalNumbers::canadianInsurance, "sin", "social insurance", "nas"),
            announced(Kind.NL_BSN, "9999_99_999", NationalNumbers::dutchCitizen, "bsn", "burgerservicenummer", "sofi"),
            new NumberForm(
                    Kind.US_SSN,
                    new Template("999_99_9999"),
                    NationalNumbers::usSocialSecurity,
                    Set.of("ssn", "social security", "social"),
                    false));

    private static NumberForm telling(Kind kind, String template, Predicate<String> check) {
        return new NumberForm(kind, new Template(template), check, Set.of(), true);
    }

    private static NumberForm announced(Kind kind, String template, Predicate<String> check, String... words) {
        return new NumberForm(kind, new Template(template), check, Set.of(words), true);
    }

    /** Where a number that stands alone in a text ends; -1 if there is none. */
    int end(CharSequence text, int start) {
        int end = checked(text, start);
        return end < 0 || !words.isEmpty() && !Chars.announced(text, start, words) ? -1 : end;
    }

    /** Likewise without regard to what stands before. */
    int checked(CharSequence text, int start) {
        if (Chars.digit(text.charAt(start)) != template.beginsWithDigit()) {
            return -1;
        }
        int end = template.end(text, start);
        if (end < 0 || !Chars.closes(text, end)) {
            return -1;
        }
        return check.test(Chars.compact(text.subSequence(start, end))) ? end : -1;
    }
}
