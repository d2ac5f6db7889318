package io.lepton.privacy.form;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A kind of personal data that can be told by its form or from lists of names. */
public enum Kind {
    EMAIL("e-mail addresses"),
    URL("web addresses"),
    PHONE("telephone numbers"),
    IBAN("bank account numbers (IBAN)"),
    CARD("payment card numbers"),
    US_SSN("United States social security numbers"),
    UK_NI("United Kingdom national insurance numbers"),
    UK_NHS("United Kingdom health service (NHS) numbers"),
    CN_RESIDENT_ID("Chinese resident identity numbers"),
    DE_TAX_ID("German tax numbers (Steuer-ID)"),
    FR_NIR("French social security numbers (NIR)"),
    ES_DNI("Spanish identity numbers (DNI, NIE)"),
    IT_TAX_CODE("Italian tax codes (codice fiscale)"),
    IN_AADHAAR("Indian identity numbers (Aadhaar)"),
    BR_CPF("Brazilian tax numbers (CPF)"),
    CA_SIN("Canadian social insurance numbers"),
    NL_BSN("Dutch citizen numbers (BSN)"),
    PL_PESEL("Polish identity numbers (PESEL)"),
    SE_PERSONNUMMER("Swedish identity numbers (personnummer)"),
    MAC("hardware addresses (MAC)"),
    IP("network addresses (IP)"),
    COORDINATES("geographic coordinates"),
    DATE_OF_BIRTH("dates of birth"),
    ADDRESS("street addresses"),
    POSTCODE("postcodes"),
    PERSON("names of persons"),
    PLACE("names of places");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** What values of this kind are called, in the plural. */
    public String words() {
        return words;
    }

    /** The kind's name in files and on the command line: {@code us-ssn}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What stands in a text in place of a value: {@code [US_SSN]}. */
    public String tag() {
        return "[" + name() + "]";
    }

    /** Whether one value mostly belongs to one person, household or device; of the others many people share a value. */
    public boolean identifies() {
        return switch (this) {
            case URL, COORDINATES, DATE_OF_BIRTH, POSTCODE, PLACE -> false;
            default -> true;
        };
    }

    /** The kind that {@link #word} names; upper case and underscores are taken, too. */
    public static Optional<Kind> of(String word) {
        String wanted = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(values())
                .filter(kind -> kind.name().equals(wanted))
                .findFirst();
    }

    /** The {@link #word}s of all kinds, for messages and manuals. */
    public static List<String> allWords() {
        return Arrays.stream(values()).map(Kind::word).toList();
    }
}
