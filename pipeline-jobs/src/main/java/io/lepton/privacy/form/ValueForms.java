package io.lepton.privacy.form;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/** Which kinds of personal data a value, taken as a whole, has the form of. */
public final class ValueForms {
    private static final int LONGEST = 320;

    private final Set<Kind> named;

    /** @param named kinds that the name of the value's column suggests: for them forms are taken, too, that prove nothing by themselves */
    public ValueForms(Set<Kind> named) {
        this.named = Set.copyOf(named);
    }

    /** Several kinds where forms are alike; none for what is longer than any of them. */
    public Set<Kind> of(String value) {
        String text = value.strip();
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        if (text.length() < 3 || text.length() > LONGEST) {
            return kinds;
        }
        addressed(text, kinds);
        boolean digits = text.chars().anyMatch(c -> c >= '0' && c <= '9');
        if (digits || text.startsWith("::")) {
            numbered(text, kinds);
        }
        return kinds;
    }

    /** The year, if the value is a date, with or without a time. */
    public static OptionalInt year(String value) {
        String text = value.strip();
        return Dates.at(text, 0)
                .filter(date -> date.end() == text.length() || " T".indexOf(text.charAt(date.end())) >= 0)
                .map(date -> OptionalInt.of(date.year()))
                .orElse(OptionalInt.empty());
    }

    private static void addressed(String text, Set<Kind> kinds) {
        int at = text.indexOf('@');
        if (at > 0 && NetworkAddresses.emailStart(text, at) == 0) {
            add(Kind.EMAIL, text, NetworkAddresses.emailEnd(text, at), kinds);
        }
        add(Kind.URL, text, NetworkAddresses.urlEnd(text, 0), kinds);
    }

    private void numbered(String text, Set<Kind> kinds) {
        add(Kind.IBAN, text, AccountNumbers.ibanEnd(text, 0), kinds);
        add(Kind.CARD, text, AccountNumbers.cardEnd(text, 0), kinds);
        for (NumberForm form : NumberForm.ALL) {
            if (form.selective() || named.contains(form.kind())) {
                add(form.kind(), text, form.checked(text, 0), kinds);
            }
        }
        add(Kind.MAC, text, FormFinder.macEnd(text, 0), kinds);
        add(Kind.IP, text, NetworkAddresses.ip4End(text, 0), kinds);
        add(Kind.IP, text, NetworkAddresses.ip6End(text, 0), kinds);
        add(Kind.COORDINATES, text, NetworkAddresses.coordinatesEnd(text, 0), kinds);
        add(Kind.POSTCODE, text, FormFinder.postcodeEnd(text, 0), kinds);
        if (Dates.at(text, 0).filter(date -> date.end() == text.length()).isEmpty()
                && (named.contains(Kind.PHONE) ? PhoneNumbers.announced(text) : PhoneNumbers.telling(text))) {
            kinds.add(Kind.PHONE);
        }
    }

    private static void add(Kind kind, String text, int end, Set<Kind> kinds) {
        if (end == text.length()) {
            kinds.add(kind);
        }
    }
}
