package io.lepton.privacy.scan;

/** Texts that give themselves away by their form. Patterns are of the common subset of Java's and Spark's regular expressions. */
enum ValuePattern {
    EMAIL("e-mail addresses", "^[^@\\s]+@[^@\\s]+\\.[^@\\s.]{2,}$"),
    IBAN("bank account numbers (IBAN)", "^[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?$"),
    CARD(
            "payment card numbers",
            "^[3-6][0-9]{3}([ -]?)[0-9]{4}\\1[0-9]{4}\\1[0-9]{1,7}$|^3[47][0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{5}$"),
    US_SSN("United States social security numbers", "^[0-9]{3}-[0-9]{2}-[0-9]{4}$"),
    IP("IP addresses", "^([0-9]{1,3}\\.){3}[0-9]{1,3}$|^([0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}$"),
    DATE(
            "dates",
            "^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T].*)?$|^[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}$|^[0-9]{1,2}\\.[0-9]{1,2}\\.[0-9]{2,4}$"),
    PHONE("telephone numbers", "^(\\+|00?|\\()[0-9][0-9 ()./-]{5,17}[0-9]$|^[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}$"),
    URL("web addresses", "^(https?|ftp)://[^\\s]+$|^www\\.[^\\s]+\\.[^\\s]+$");

    private final String words;
    private final String regex;

    ValuePattern(String words, String regex) {
        this.words = words;
        this.regex = regex;
    }

    String words() {
        return words;
    }

    String regex() {
        return regex;
    }

    boolean identifies() {
        return this != DATE && this != URL;
    }
}
