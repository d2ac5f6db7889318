package io.lepton.config;

import io.lepton.config.Anonymize.Method;
import io.lepton.config.yaml.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the section of one column under {@code anonymize.columns} into a record. */
final class ProtectionBinder {
    private final Section section;
    private final boolean sharesKeyset;

    /** @param sharesKeyset whether {@code anonymize.keyset} is there */
    ProtectionBinder(Section section, boolean sharesKeyset) {
        this.section = section;
        this.sharesKeyset = sharesKeyset;
    }

    /** The keyset of a section, if it has one: a file's path, or where else it is kept. */
    static Optional<Anonymize.KeysetPlace> keyset(Section around) {
        if (!around.holds("keyset")) {
            return Optional.empty();
        }
        return Optional.of(keysetAt(around, "keyset"));
    }

    static Anonymize.KeysetPlace keysetAt(Section around, String key) {
        Section section = around.sectionOrWord(key, "file");
        Anonymize.KeysetPlace place = new Anonymize.KeysetPlace(
                section.name("file"), section.secret("value", Secret::new), section.name("kms-key"));
        section.done();
        if (section.holds("file") == section.holds("value")) {
            section.problem("a keyset needs exactly one of file, value");
        }
        return place;
    }

    Anonymize.Protection protection() {
        section.require("method");
        Optional<Method> method = section.choice("method", Method.class);
        Optional<Anonymize.Mechanism> mechanism = section.choice("mechanism", Anonymize.Mechanism.class);
        Anonymize.Protection protection = new Anonymize.Protection(
                method.orElse(Method.KEEP),
                section.integer("keep-first", 0, 0, 1000),
                section.integer("keep-last", 0, 0, 1000),
                section.flag("keep-format", false),
                section.secret("key", Secret::new),
                keyset(section),
                section.choice("as", Anonymize.Tokens.class),
                section.name("domain").orElse("default"),
                section.name("person"),
                section.integer("days", 365, 1, 36_500),
                section.name("date-format").orElse("yyyy-MM-dd"),
                section.positive("width"),
                section.choice("date-part", Anonymize.DatePart.class),
                section.integer("prefix", 0, 1000),
                section.name("hierarchy"),
                section.integer("level", 1, 0, 100),
                mechanism.orElse(Anonymize.Mechanism.LAPLACE),
                section.number("epsilon", 1e-6, 100),
                section.number("delta", 1e-12, 0.1),
                section.number("lower", -1e12, 1e12),
                section.number("upper", -1e12, 1e12));
        section.done();
        oneKey(protection);
        method.ifPresent(known -> {
            owners(known);
            key(known, protection);
            needs(known, mechanism);
        });
        if (protection.lower().isPresent()
                && protection
                        .upper()
                        .filter(upper -> upper <= protection.lower().get())
                        .isPresent()) {
            section.problem("upper", "upper must be above lower");
        }
        return protection;
    }

    /** A key as text is no keyset. */
    private void oneKey(Anonymize.Protection protection) {
        if (!section.holds("key")) {
            return;
        }
        if (section.holds("keyset")) {
            section.problem("key", "give a key or a keyset, not both");
        }
        if (section.holds("domain")) {
            section.problem("domain", "needs a keyset in the place of the key");
        }
        protection
                .as()
                .filter(as -> as != Anonymize.Tokens.HMAC)
                .ifPresent(as -> section.problem(
                        "as",
                        Section.word(as) + " needs a keyset in the place of the key: lepton keys create keys.json"));
    }

    private void owners(Method method) {
        belongs(method, List.of(Method.MASK), "keep-first", "keep-last", "keep-format");
        belongs(method, List.of(Method.PSEUDONYMIZE), "as", "domain");
        belongs(method, List.of(Method.PSEUDONYMIZE, Method.SHIFT_DATES), "key");
        belongs(method, List.of(Method.PSEUDONYMIZE, Method.SHIFT_DATES, Method.NOISE), "keyset");
        belongs(method, List.of(Method.SHIFT_DATES), "person", "days", "date-format");
        belongs(method, List.of(Method.GENERALIZE), "width", "date-part", "prefix", "hierarchy", "level");
        belongs(method, List.of(Method.NOISE), "mechanism", "epsilon", "delta", "lower", "upper");
    }

    private void belongs(Method method, List<Method> owners, String... keys) {
        for (String key : keys) {
            if (!owners.contains(method) && section.holds(key)) {
                section.problem(
                        key,
                        "has no meaning for " + Section.word(method) + ", it belongs to "
                                + owners.stream().map(Section::word).collect(Collectors.joining(", ")));
            }
        }
    }

    private void key(Method method, Anonymize.Protection protection) {
        if (method != Method.PSEUDONYMIZE && method != Method.SHIFT_DATES) {
            return;
        }
        boolean tooShort =
                protection.key().map(key -> key.reveal().length() < 16).orElse(false);
        boolean none = !section.holds("key") && !section.holds("keyset") && !sharesKeyset;
        if (tooShort || none) {
            section.problem(
                    "key",
                    Section.word(method) + " needs a key of at least 16 characters; "
                            + (section.fromVariable("key")
                                    ? "what the variable stands for is shorter"
                                    : "keep it out of the file: key: ${LEPTON_KEY}")
                            + (none ? ", or name a keyset: lepton keys create keys.json" : ""));
        }
    }

    private void needs(Method method, Optional<Anonymize.Mechanism> mechanism) {
        if (method == Method.SHIFT_DATES && !section.holds("person")) {
            section.problem("person", "shift-dates needs the column that tells whose the dates are");
        }
        long ways = Arrays.asList("width", "date-part", "prefix", "hierarchy").stream()
                .filter(section::holds)
                .count();
        if (method == Method.GENERALIZE && ways != 1) {
            section.problem("method", "generalize needs exactly one of width, date-part, prefix, hierarchy");
        }
        if (method == Method.NOISE) {
            noise(mechanism);
        }
    }

    private void noise(Optional<Anonymize.Mechanism> mechanism) {
        for (String key : List.of("epsilon", "lower", "upper")) {
            if (!section.holds(key)) {
                section.problem(key, "noise needs epsilon, lower and upper: without bounds no noise hides a value");
            }
        }
        boolean known = mechanism.isPresent() || !section.holds("mechanism");
        boolean gaussian =
                mechanism.filter(Anonymize.Mechanism.GAUSSIAN::equals).isPresent();
        if (known && gaussian != section.holds("delta")) {
            section.problem(
                    "delta",
                    gaussian
                            ? "gaussian needs delta, for example 0.00001"
                            : "has no meaning for " + Section.word(mechanism.orElse(Anonymize.Mechanism.LAPLACE))
                                    + ", it belongs to gaussian");
        }
    }
}
