package io.lepton.privacy.scan;

import io.lepton.privacy.form.Kind;
import io.lepton.privacy.form.ValueForms;
import io.lepton.privacy.text.NamedValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.types.StructField;

/**
 * Says what a column is to privacy, from its name and from a sample of its values. Values that have the form of personal data speak
 * first; then the name, unless the values speak against it; then values that are typical of something; then how few people share one.
 */
final class ColumnJudge {
    /** Share of a column's values that must be of a kind before the column is said to hold it. */
    private static final double MOST = 0.8;

    private static final double MANY = 0.6;

    /** A column of codes: that few values name nobody. */
    private static final int FEW = 20;

    private final FreeText freeText = new FreeText();
    private final NamedValues names = new NamedValues();

    /** Values with their numbers of rows, and how many rows they stand for. */
    private record Values(List<String> texts, List<Long> counts, long rows, boolean all) {

        static Values of(DistinctSample sample) {
            List<String> texts = new ArrayList<>();
            List<Long> counts = new ArrayList<>();
            sample.values((value, count) -> {
                texts.add(value);
                counts.add(count);
            });
            return new Values(
                    texts, counts, counts.stream().mapToLong(Long::longValue).sum(), sample.holdsAllValues());
        }

        double share(java.util.function.Predicate<String> holds) {
            long held = 0;
            for (int i = 0; i < texts.size(); i++) {
                held += holds.test(texts.get(i)) ? counts.get(i) : 0;
            }
            return rows == 0 ? 0 : (double) held / rows;
        }

        String looked() {
            return all ? "" : String.format(Locale.ROOT, " (%,d different values looked at)", texts.size());
        }
    }

    ColumnProfile judge(StructField field, ColumnSketch sketch) {
        Suspicion suspicion = sketch.present() == 0
                ? Suspicion.of(Role.PLAIN, "The column holds no values.")
                : suspicion(field.name(), sketch, Values.of(sketch.sample()));
        return new ColumnProfile(
                field.name(),
                field.dataType().simpleString(),
                sketch.rows(),
                sketch.rows() - sketch.present(),
                sketch.distinct(),
                sketch.min(),
                sketch.max(),
                sketch.reading().numeric(),
                suspicion.role(),
                suspicion.evidence(),
                suspicion.proposal());
    }

    private Suspicion suspicion(String name, ColumnSketch sketch, Values values) {
        Optional<NameHints.Hint> hint = NameHints.of(name);
        Optional<String> objection = hint.flatMap(meant -> objection(meant, sketch, values));
        Optional<Suspicion> found = byForm(hint, sketch, values)
                .or(() -> hint.filter(meant -> objection.isEmpty()).map(meant -> byName(meant, values)))
                .or(() -> byDates(sketch, values))
                .or(() -> byTypicalValues(sketch, values))
                .or(() -> byNames(sketch, values))
                .or(() -> sketch.reading() == Reading.TEXT ? freeText.judge(values.texts()) : Optional.empty())
                .or(() -> byUniqueness(sketch));
        return found.orElseGet(() -> Suspicion.of(
                Role.PLAIN,
                objection
                        .map(reason -> "Its name suggests " + hint.orElseThrow().meaning() + ", but its values are "
                                + reason + ": " + counted(sketch) + ".")
                        .orElse("Neither its name nor its values point to a person: " + counted(sketch) + ".")));
    }

    private static Optional<Suspicion> byForm(Optional<NameHints.Hint> hint, ColumnSketch sketch, Values values) {
        if (sketch.reading() != Reading.TEXT && sketch.reading() != Reading.WHOLE_NUMBER) {
            return Optional.empty();
        }
        ValueForms forms = new ValueForms(hint.map(NameHints.Hint::kinds).orElse(Set.of()));
        Map<Kind, Long> rows = new EnumMap<>(Kind.class);
        for (int i = 0; i < values.texts().size(); i++) {
            for (Kind kind : forms.of(values.texts().get(i))) {
                rows.merge(kind, values.counts().get(i), Long::sum);
            }
        }
        Set<Kind> meant = hint.map(NameHints.Hint::kinds).orElse(Set.of());
        // Of kinds that fit equally well the one that the name suggests, then the first.
        return rows.entrySet().stream()
                .filter(entry -> entry.getValue() >= MOST * values.rows())
                .max(java.util.Comparator.<Map.Entry<Kind, Long>>comparingLong(Map.Entry::getValue)
                        .thenComparing(entry -> meant.contains(entry.getKey()))
                        .thenComparing(entry -> -entry.getKey().ordinal()))
                .map(entry -> byKind(entry.getKey(), (double) entry.getValue() / values.rows(), values.looked()));
    }

    private static Suspicion byKind(Kind kind, double share, String looked) {
        String evidence = String.format(
                Locale.ROOT,
                "%.0f %% of its values look like %s%s%s.",
                100 * share,
                kind.words(),
                checked(kind),
                looked);
        if (kind.identifies()) {
            return Suspicion.of(Role.IDENTIFIER, evidence);
        }
        return kind == Kind.URL
                ? Suspicion.of(Role.PLAIN, evidence)
                : new Suspicion(Role.QUASI_IDENTIFIER, evidence, "generalize, k-anonymize");
    }

    private static String checked(Kind kind) {
        return switch (kind) {
            case EMAIL, URL, IP, MAC, COORDINATES, POSTCODE, US_SSN, UK_NI -> "";
            case PHONE -> " by the countries' numbering plans";
            default -> ", check digits included";
        };
    }

    private Suspicion byName(NameHints.Hint hint, Values values) {
        String suggests = "Its name suggests " + hint.meaning();
        if (hint.kinds().contains(Kind.PERSON)) {
            double share = values.share(names::person);
            if (share >= MANY) {
                return Suspicion.of(
                        Role.IDENTIFIER,
                        String.format(
                                Locale.ROOT,
                                "%s, and %.0f %% of its values are listed names%s.",
                                suggests,
                                100 * share,
                                values.looked()));
            }
        }
        if (hint.kinds().contains(Kind.DATE_OF_BIRTH)) {
            return new Suspicion(hint.role(), suggests + ".", "generalize to the year, k-anonymize");
        }
        if (hint.kinds().contains(Kind.POSTCODE)) {
            return new Suspicion(hint.role(), suggests + ".", "keep the first characters, k-anonymize");
        }
        if (hint.role() == Role.SENSITIVE && hint.meaning().equals("a secret")) {
            return new Suspicion(hint.role(), suggests + ".", "drop");
        }
        return Suspicion.of(hint.role(), suggests + ".");
    }

    /** Why the column cannot be what its name suggests. */
    private Optional<String> objection(NameHints.Hint hint, ColumnSketch sketch, Values values) {
        long distinct = sketch.distinct();
        boolean codes = distinct <= FEW && sketch.present() >= 10 * distinct;
        if (hint.role() == Role.IDENTIFIER && codes) {
            return Optional.of("too few to tell people apart");
        }
        if (hint.meaning().equals("age")
                && sketch.reading() == Reading.WHOLE_NUMBER
                && values.share(value ->
                                value.length() <= 3 && Integer.parseInt(value) >= 0 && Integer.parseInt(value) <= 130)
                        < 0.9) {
            return Optional.of("no ages");
        }
        boolean group = hint.role() == Role.PROTECTED
                && !hint.meaning().equals("age")
                && !hint.meaning().startsWith("nationality");
        if (group && distinct > 200 && distinct > 0.05 * sketch.present()) {
            return Optional.of("too many for groups of people");
        }
        if (hint.meaning().equals("sex or gender") && distinct > 12 && !TypicalValues.SEX.mostly(values.texts())) {
            return Optional.of("too many for " + hint.meaning());
        }
        boolean place = hint.kinds().contains(Kind.PLACE) && sketch.reading() == Reading.TEXT;
        if (place
                && values.share(value -> names.place(value) || value.strip().length() <= 3 || digits(value)) < 0.1
                && codes) {
            return Optional.of("none of them a place that is listed");
        }
        return Optional.empty();
    }

    private static boolean digits(String value) {
        return value.chars().anyMatch(Character::isDigit);
    }

    private static Optional<Suspicion> byDates(ColumnSketch sketch, Values values) {
        if (sketch.reading() != Reading.DATE
                && (sketch.reading() != Reading.TEXT
                        || values.share(value -> ValueForms.year(value).isPresent()) < MOST)) {
            return Optional.empty();
        }
        int[] years = values.texts().stream()
                .map(ValueForms::year)
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .sorted()
                .toArray();
        if (years.length == 0) {
            return Optional.empty();
        }
        int low = years[years.length / 20];
        int middle = years[years.length / 2];
        int high = years[years.length - 1 - years.length / 20];
        int now = java.time.Year.now(java.time.ZoneOffset.UTC).getValue();
        String span = String.format(Locale.ROOT, "most of %d to %d%s", low, high, values.looked());
        if (years.length >= 10 && low >= 1900 && high <= now && high - low >= 25 && middle <= now - 15) {
            return Optional.of(new Suspicion(
                    Role.QUASI_IDENTIFIER,
                    "Its dates span births: " + span + ".",
                    "generalize to the year, k-anonymize"));
        }
        return Optional.of(Suspicion.of(Role.PLAIN, "It holds dates, " + span + ": " + counted(sketch) + "."));
    }

    private static Optional<Suspicion> byTypicalValues(ColumnSketch sketch, Values values) {
        if (sketch.reading() != Reading.TEXT || !values.all() || values.texts().size() > 40) {
            return Optional.empty();
        }
        return TypicalValues.of(values.texts())
                .map(typical -> Suspicion.of(
                        typical.role(),
                        "Its values are those of " + typical.meaning() + ": "
                                + String.join(
                                        ", ",
                                        values.texts().stream()
                                                .sorted()
                                                .limit(4)
                                                .toList())
                                + (values.texts().size() > 4 ? ", ..." : "") + "."));
    }

    private Optional<Suspicion> byNames(ColumnSketch sketch, Values values) {
        if (sketch.reading() != Reading.TEXT || values.texts().size() < 10) {
            return Optional.empty();
        }
        double persons = values.share(names::person);
        double places = values.share(names::place);
        if (places >= MANY && places >= persons) {
            return Optional.of(Suspicion.of(
                    Role.QUASI_IDENTIFIER,
                    String.format(
                            Locale.ROOT, "%.0f %% of its values are listed places%s.", 100 * places, values.looked())));
        }
        return persons >= MANY
                ? Optional.of(Suspicion.of(
                        Role.IDENTIFIER,
                        String.format(
                                Locale.ROOT,
                                "%.0f %% of its values are listed names of persons%s.",
                                100 * persons,
                                values.looked())))
                : Optional.empty();
    }

    private static Optional<Suspicion> byUniqueness(ColumnSketch sketch) {
        long present = sketch.present();
        double share = (double) sketch.distinct() / present;
        if (sketch.reading() == Reading.FRACTION || present < 20 || share < 0.3) {
            return Optional.empty();
        }
        return Optional.of(
                share >= 0.95
                        ? Suspicion.of(
                                Role.IDENTIFIER, "Nearly every row has a value of its own: " + counted(sketch) + ".")
                        : Suspicion.of(Role.QUASI_IDENTIFIER, "Few people share a value: " + counted(sketch) + "."));
    }

    private static String counted(ColumnSketch sketch) {
        return String.format(Locale.ROOT, "%,d different values in %,d rows", sketch.distinct(), sketch.present());
    }
}
