package io.lepton.privacy.text;

import io.lepton.privacy.form.FormFinder;
import io.lepton.privacy.form.Kind;
import java.io.Serial;
import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Finds personal data in running text and puts a tag in place of each: {@code Call Ann Lee on 415-555-2671} becomes {@code Call [PERSON] on
 * [PHONE]}. It can be shared by threads and sent to other machines. The time it takes grows with the length of the text and nothing else.
 *
 * <p>Nobody finds everything: what it leaves is not proven to be anonymous.
 */
public final class Redactor implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final EnumSet<Kind> kinds;

    /**
     * @param kinds that are looked for; at least one
     */
    public Redactor(Set<Kind> kinds) {
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("A redactor of nothing; at least one kind");
        }
        this.kinds = EnumSet.copyOf(kinds);
    }

    /** Of every kind. */
    public static Redactor ofAll() {
        return new Redactor(EnumSet.allOf(Kind.class));
    }

    /** The kinds that are looked for. */
    public Set<Kind> kinds() {
        return EnumSet.copyOf(kinds);
    }

    /** In the order of the text, none overlapping another. */
    public List<Finding> findings(String text) {
        Findings found = new Findings();
        new FormFinder().find(text, found::add);
        if (kinds.contains(Kind.PERSON)
                || kinds.contains(Kind.PLACE)
                || kinds.contains(Kind.ADDRESS)
                || kinds.contains(Kind.POSTCODE)) {
            Words words = new Words(text);
            new AddressFinder(text, words, found).find();
            PlaceFinder places = new PlaceFinder(text, words, found);
            places.findLong();
            new PersonFinder(words, found).find();
            places.findRest();
        }
        return found.of(kinds);
    }

    /** The text with {@link Kind#tag tags} where something was found. */
    public String redact(String text) {
        List<Finding> findings = findings(text);
        if (findings.isEmpty()) {
            return text;
        }
        StringBuilder redacted = new StringBuilder(text.length());
        int at = 0;
        for (Finding finding : findings) {
            redacted.append(text, at, finding.start()).append(finding.kind().tag());
            at = finding.end();
        }
        return redacted.append(text, at, text.length()).toString();
    }
}
