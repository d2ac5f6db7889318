package io.lepton.privacy.form;

import java.util.Set;

/**
 * Finds in running text what can be told by its form. Every character is looked at a bounded number of times, so that the time grows with
 * the length of the text alone.
 */
public final class FormFinder {
    private static final Set<String> BORN = Set.of(
            "born",
            "birth",
            "birthday",
            "dob",
            "d.o.b",
            "geboren",
            "geburtsdatum",
            "geb",
            "née",
            "né",
            "ne",
            "naissance",
            "nacido",
            "nacida",
            "nacimiento",
            "nato",
            "nata",
            "nascita",
            "geboortedatum");

    private static final Set<String> POST = Set.of(
            "zip",
            "zip code",
            "zipcode",
            "postcode",
            "post code",
            "postal code",
            "plz",
            "postleitzahl",
            "code postal",
            "cp",
            "cap");

    private static final Set<String> STATES = Set.of(
            ("AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD"
                            + " TN TX UT VT VA WA WV WI WY DC PR")
                    .split(" ", -1));

    /** Takes what was found. */
    @FunctionalInterface
    public interface Sink {
        /** @param end first character after it */
        void found(Kind kind, int start, int end);
    }

    /** In the order of the text; where several kinds fit, the strictest. */
    public void find(CharSequence text, Sink sink) {
        // Where the last finding ended: an address does not begin before.
        int[] free = {0};
        Sink marking = (kind, start, end) -> {
            free[0] = end;
            sink.found(kind, start, end);
        };
        int at = 0;
        while (at < text.length()) {
            int end = at;
            if (text.charAt(at) == '@') {
                end = email(text, at, free[0], marking);
            } else if (candidate(text, at) && Chars.opens(text, at)) {
                end = token(text, at, marking);
            }
            at = Math.max(end, at + 1);
        }
    }

    private static int email(CharSequence text, int at, int free, Sink sink) {
        int start = Math.max(free, NetworkAddresses.emailStart(text, at));
        return start < at ? report(Kind.EMAIL, text, start, NetworkAddresses.emailEnd(text, at), sink) : at;
    }

    private static boolean candidate(CharSequence text, int at) {
        char c = text.charAt(at);
        if (Chars.digit(c) || Character.isLetter(c)) {
            return true;
        }
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        return (c == '+' || c == '(' || c == '-') && Chars.digit(next)
                || c == '(' && next == '+'
                || c == ':' && next == ':';
    }

    private static int token(CharSequence text, int start, Sink sink) {
        char c = text.charAt(start);
        if (Character.isLetter(c)) {
            return lettered(text, start, sink);
        }
        if (c == ':') {
            return report(Kind.IP, text, start, NetworkAddresses.ip6End(text, start), sink);
        }
        if (c == '-') {
            return report(Kind.COORDINATES, text, start, NetworkAddresses.coordinatesEnd(text, start), sink);
        }
        return numbered(text, start, sink);
    }

    private static int lettered(CharSequence text, int start, Sink sink) {
        int end = report(Kind.URL, text, start, NetworkAddresses.urlEnd(text, start), sink);
        if (end > start) {
            return end;
        }
        int last = Math.min(text.length(), start + 24);
        boolean digits = false;
        for (int i = start + 1; i < last && !digits; i++) {
            char c = text.charAt(i);
            if (Chars.digit(c)) {
                digits = true;
            } else if (!Chars.letter(c) && c != ':' && !(i - start <= 2 && (c == ' ' || c == '-'))) {
                break;
            }
        }
        if (!digits) {
            return born(text, start, sink);
        }
        end = report(Kind.IBAN, text, start, AccountNumbers.ibanEnd(text, start), sink);
        if (end == start) {
            end = hexadecimal(text, start, sink);
        }
        if (end == start) {
            end = national(text, start, sink);
        }
        if (end == start) {
            end = report(Kind.POSTCODE, text, start, postcodeEnd(text, start), sink);
        }
        return end == start ? born(text, start, sink) : end;
    }

    private static int numbered(CharSequence text, int start, Sink sink) {
        int end = start;
        if (digitsAhead(text, start) >= 4) {
            end = digits(text, start, sink);
        }
        if (end == start) {
            end = hexadecimal(text, start, sink);
        }
        if (end == start && Chars.digit(text.charAt(start))) {
            end = report(Kind.POSTCODE, text, start, announcedPostcode(text, start), sink);
        }
        // A long row of digits is one token, and not one for each digit.
        while (end < text.length() && Chars.digit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int digitsAhead(CharSequence text, int start) {
        int last = Math.min(text.length(), start + 20);
        int digits = 0;
        for (int i = start; i < last; i++) {
            digits += Chars.digit(text.charAt(i)) ? 1 : 0;
        }
        return digits;
    }

    private static int digits(CharSequence text, int start, Sink sink) {
        int end = report(Kind.CARD, text, start, AccountNumbers.cardEnd(text, start), sink);
        if (end == start) {
            end = national(text, start, sink);
        }
        if (end == start) {
            int close = NetworkAddresses.ip4End(text, start);
            end = close > 0 && !version(text, start) ? report(Kind.IP, text, start, close, sink) : start;
        }
        if (end == start) {
            end = report(Kind.COORDINATES, text, start, NetworkAddresses.coordinatesEnd(text, start), sink);
        }
        if (end == start) {
            end = born(text, start, sink);
        }
        if (end == start && Dates.at(text, start).isEmpty()) {
            end = report(Kind.PHONE, text, start, PhoneNumbers.end(text, start), sink);
        }
        return end;
    }

    private static int hexadecimal(CharSequence text, int start, Sink sink) {
        if (!Chars.hex(text.charAt(start))) {
            return start;
        }
        int end = report(Kind.MAC, text, start, macEnd(text, start), sink);
        return end > start ? end : report(Kind.IP, text, start, NetworkAddresses.ip6End(text, start), sink);
    }

    static int macEnd(CharSequence text, int start) {
        int end = MAC_COLONS.end(text, start);
        return end > 0 ? end : MAC_HYPHENS.end(text, start);
    }

    private static final Template MAC_COLONS = new Template("HH:HH:HH:HH:HH:HH");
    private static final Template MAC_HYPHENS = new Template("HH-HH-HH-HH-HH-HH");

    private static int national(CharSequence text, int start, Sink sink) {
        for (NumberForm form : NumberForm.ALL) {
            int end = form.end(text, start);
            if (end > 0) {
                sink.found(form.kind(), start, end);
                return end;
            }
        }
        return start;
    }

    private static int born(CharSequence text, int start, Sink sink) {
        return Dates.at(text, start)
                .filter(date -> Chars.closes(text, date.end()) && Chars.announcedAtOnce(text, start, BORN))
                .map(date -> report(Kind.DATE_OF_BIRTH, text, start, date.end(), sink))
                .orElse(start);
    }

    /** The British and the Canadian form; the American one after the letters of a state. */
    static int postcodeEnd(CharSequence text, int start) {
        for (Template form : POSTCODES) {
            int end = form.end(text, start);
            if (end > 0) {
                return end;
            }
        }
        return -1;
    }

    private static final Template[] POSTCODES = {
        new Template("A9 9AA"),
        new Template("A99 9AA"),
        new Template("AA9 9AA"),
        new Template("AA99 9AA"),
        new Template("A9A 9AA"),
        new Template("AA9A 9AA"),
        new Template("A9A 9A9")
    };

    private static int announcedPostcode(CharSequence text, int start) {
        int end = start;
        while (end < text.length() && end - start < 6 && Chars.digit(text.charAt(end))) {
            end++;
        }
        if (end - start < 4 || end - start > 5) {
            return -1;
        }
        boolean state = start >= 3
                && text.charAt(start - 1) == ' '
                && STATES.contains(text.subSequence(start - 3, start - 1).toString())
                && (start == 3 || !Character.isLetterOrDigit(text.charAt(start - 4)));
        if (!(state && end - start == 5 || Chars.announcedAtOnce(text, start, POST))) {
            return -1;
        }
        int extended = new Template("-9999").end(text, end);
        return extended > 0 ? extended : end;
    }

    /** {@code v1.2.3.4} and {@code version 1.2.3.4} name no machine. */
    private static boolean version(CharSequence text, int start) {
        int from = Math.max(0, start - 9);
        return Chars.announced(text.subSequence(from, start), start - from, VERSION);
    }

    private static final Set<String> VERSION = Set.of("v", "version", "ver", "release");

    private static int report(Kind kind, CharSequence text, int start, int end, Sink sink) {
        if (end > start && (kind == Kind.URL || Chars.closes(text, end))) {
            sink.found(kind, start, end);
            return end;
        }
        return start;
    }
}
