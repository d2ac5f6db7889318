package io.lepton.privacy.scan;

import io.lepton.privacy.form.Kind;
import io.lepton.privacy.form.ValueForms;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Texts that give themselves away by their form. Patterns are of the common subset of Java's and Spark's regular expressions. */
enum ValuePattern {
    EMAIL("e-mail addresses", "^[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}$"),
    IBAN(
            "bank account numbers (IBAN)",
            "^[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?$",
            value -> new ValueForms(Set.of()).of(value).contains(Kind.IBAN)),
    CN_RESIDENT(
            "Chinese resident identity numbers",
            "^[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]$",
            value -> new ValueForms(Set.of()).of(value).contains(Kind.CN_RESIDENT_ID)),
    CARD(
            "payment card numbers",
            "^[3-6][0-9]{3}([ -]?)[0-9]{4}\\1[0-9]{4}\\1[0-9]{1,7}$|^3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}$",
            value -> new ValueForms(Set.of()).of(value).contains(Kind.CARD)),
    US_SSN("United States social security numbers", "^[0-9]{3}-[0-9]{2}-[0-9]{4}$"),
    UK_NI(
            "United Kingdom national insurance numbers",
            "^[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]$"),
    /** Before IP addresses, whose sixth version looks alike. */
    MAC("hardware addresses (MAC)", "^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$"),
    IP("IP addresses", "^([0-9]{1,3}\\.){3}[0-9]{1,3}$|^([0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}$"),
    DATE(
            "dates",
            "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$|^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}$|^[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{2,4}$"),
    PHONE("telephone numbers", "^(\\+|00?|\\()[0-9][0-9 ()./-]{5,17}[0-9]$|^[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}$"),
    URL("web addresses", "^(https?|ftp)://[^\\s]+$|^www\\.[^\\s]+\\.[^\\s]+$");

    private final String words;
    private final String regex;
    private final Optional<Predicate<String>> check;

    ValuePattern(String words, String regex) {
        this.words = words;
        this.regex = regex;
        this.check = Optional.empty();
    }

    /** @param check of a value that has the form: numbers of other kinds have it, too, but few of them pass */
    ValuePattern(String words, String regex, Predicate<String> check) {
        this.words = words;
        this.regex = regex;
        this.check = Optional.of(check);
    }

    String words() {
        return words;
    }

    String regex() {
        return regex;
    }

    Optional<Predicate<String>> check() {
        return check;
    }

    boolean identifies() {
        return this != DATE && this != URL;
    }
}
