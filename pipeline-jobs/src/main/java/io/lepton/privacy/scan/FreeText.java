package io.lepton.privacy.scan;

import io.lepton.privacy.form.Kind;
import io.lepton.privacy.text.Finding;
import io.lepton.privacy.text.Redactor;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks for personal data inside the texts of a column. */
final class FreeText {
    /** Words that a value of free text has on average, at least. */
    private static final int WORDS = 5;

    private static final int READ = 200;

    /** Share of the texts with something in it from which the column is worth a warning. */
    private static final double WORTH_IT = 0.01;

    private final Redactor redactor = Redactor.ofAll();

    /** Empty if the values are no free text or hold nothing. */
    Optional<Suspicion> judge(List<String> texts) {
        long blanks = texts.stream()
                .mapToLong(text -> text.chars().filter(c -> c == ' ').count())
                .sum();
        if (texts.isEmpty() || blanks < (WORDS - 1L) * texts.size()) {
            return Optional.empty();
        }
        List<String> read = texts.stream().limit(READ).toList();
        Map<Kind, Integer> found = new EnumMap<>(Kind.class);
        int with = 0;
        for (String text : read) {
            Set<Kind> kinds = EnumSet.noneOf(Kind.class);
            for (Finding finding : redactor.findings(text)) {
                kinds.add(finding.kind());
            }
            with += kinds.stream().anyMatch(Kind::identifies) ? 1 : 0;
            kinds.forEach(kind -> found.merge(kind, 1, Integer::sum));
        }
        if (with < WORTH_IT * read.size()) {
            return Optional.empty();
        }
        String kinds = found.entrySet().stream()
                .sorted(Map.Entry.<Kind, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(4)
                .map(entry -> String.format(
                        Locale.ROOT, "%s (%.0f %%)", entry.getKey().words(), 100.0 * entry.getValue() / read.size()))
                .collect(Collectors.joining(", "));
        return Optional.of(new Suspicion(
                Role.IDENTIFIER,
                String.format(
                        Locale.ROOT, "Free text; of %,d different texts looked at some hold %s.", read.size(), kinds),
                Suspicion.REDACT));
    }
}
