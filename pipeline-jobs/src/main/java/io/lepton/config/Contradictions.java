package io.lepton.config;

import io.lepton.config.yaml.Problem;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds what is well written and cannot be meant: options that undo each other. */
final class Contradictions {
    private final PipelineFile file;
    private final Pipeline pipeline;
    private final List<Problem> found = new ArrayList<>();

    Contradictions(PipelineFile file) {
        this.file = file;
        this.pipeline = file.pipeline();
    }

    /** Asked once. */
    List<Problem> found() {
        dropped();
        label();
        unused();
        shifts();
        gates();
        scores();
        return List.copyOf(found);
    }

    /** What anonymize drops is gone for every later stage. */
    private void dropped() {
        Train train = pipeline.train();
        each("ingest.key", pipeline.ingest().key(), "key column %s", "; scores are joined by it: pseudonymize it");
        each("anonymize.k-anonymity.quasi-identifiers", quasiIdentifiers(), "quasi-identifier %s", "");
        one("train.label", Optional.of(train.label()), "label %s", "");
        one("train.weight", train.weight(), "weight %s", "");
        one("train.split.column", train.split().column(), "column %s, by which rows are split,", "");
        one("features.event-time", pipeline.features().eventTime(), "event time %s", "");
        for (String column : pipeline.features().transforms().keySet()) {
            one("features.transforms." + column, Optional.of(column), "column %s, to be transformed,", "");
        }
        each(
                "audit.protected-attributes",
                pipeline.audit().protectedAttributes(),
                "protected attribute %s",
                "; without it nothing can be audited");
    }

    private void label() {
        String label = pipeline.train().label();
        places("anonymize.k-anonymity.quasi-identifiers", quasiIdentifiers(), label)
                .forEach(path -> add(
                        path,
                        shown("train.label", label)
                                + " is the label and a quasi-identifier; generalized labels cannot be learned"));
        places("features.exclude", pipeline.features().exclude(), label)
                .forEach(path ->
                        add(path, shown("train.label", label) + " is the label; it never is a feature, leave it out"));
    }

    /** What is said about a column that nothing would use. */
    private void unused() {
        String quasiIdentifiers = "anonymize.k-anonymity.quasi-identifiers";
        pipeline.anonymize().kAnonymity().stream()
                .flatMap(kAnonymity -> kAnonymity.hierarchies().keySet().stream())
                .filter(column ->
                        file.sound(quasiIdentifiers) && !quasiIdentifiers().contains(column))
                .forEach(column -> add(
                        "anonymize.k-anonymity.hierarchies." + column,
                        "'" + column + "' is no quasi-identifier, so its hierarchy would not be used."
                                + Suggestion.didYouMean(column, quasiIdentifiers())));
        pipeline.audit().bins().keySet().stream()
                .filter(column -> file.sound("audit.protected-attributes")
                        && !pipeline.audit().protectedAttributes().contains(column))
                .forEach(column -> add(
                        "audit.bins." + column,
                        "'" + column + "' is no protected attribute, so its bins would not be used."
                                + Suggestion.didYouMean(column, pipeline.audit().protectedAttributes())));
    }

    /** Dates of a person that move by different numbers of days keep no interval, and tell the numbers' difference. */
    private void shifts() {
        Map<String, Integer> days = new HashMap<>();
        pipeline.anonymize().columns().forEach((column, protection) -> protection
                .person()
                .filter(person -> days.computeIfAbsent(person, first -> protection.days()) != protection.days())
                .ifPresent(person -> add(
                        "anonymize.columns." + column + ".days",
                        "other dates of the same person move by up to " + days.get(person)
                                + " days; the intervals between them are kept only with the same days for all")));
    }

    private void gates() {
        for (int i = 0; i < pipeline.audit().gates().size(); i++) {
            Audit.Gate gate = pipeline.audit().gates().get(i);
            if (gate.atLeast().isPresent()
                    && gate.atMost().filter(most -> most < gate.atLeast().get()).isPresent()) {
                add("audit.gates[" + i + "].at-least", "no value is at least this and at most at-most");
            }
            if (gate.metric().replace('-', '_').matches("(group_)?consistency")
                    && pipeline.audit().consistency().sample() == 0) {
                add("audit.gates[" + i + "].metric", "consistency is not measured where audit.consistency.sample is 0");
            }
            if (gate.against() == Audit.Against.CHAMPION) {
                pipeline.score()
                        .challenger()
                        .filter(challenger -> !challenger.equals(pipeline.champion()))
                        .ifPresent(challenger -> add(
                                "score.challenger",
                                "a gate compares with the champion, which is then scored beside the model; take this away, or name '"
                                        + pipeline.champion() + "'"));
            }
        }
    }

    private void scores() {
        Score score = pipeline.score();
        if (score.write() == Score.Write.MERGE && pipeline.ingest().key().isEmpty()) {
            add(
                    "score.write",
                    "merge puts a score in the place of the one with the same key: name the key in ingest.key");
        }
        if (!score.input().incremental()) {
            return;
        }
        if (score.select().filter(select -> select.atLeast().isEmpty()).isPresent()) {
            add("score.select", "of rows that changed the top ones are not those of the table; select by at-least");
        }
        if (score.input().source().isEmpty() && score.input().rows() == Score.Rows.TEST) {
            add(
                    "score.input.incremental",
                    "rows that were held out of the training are scored as a whole; ask for rows: all");
        }
        score.input()
                .source()
                .filter(source -> source.format() != Ingest.Format.DELTA)
                .ifPresent(
                        source -> add(
                                "score.input.incremental",
                                "only of a Delta table is known what changed; new files are scored by 'lepton score --stream'"));
        if (score.input().source().isPresent() && pipeline.ingest().key().isEmpty()) {
            add("score.input.incremental", "rows without a key get ids by their place; name their key in ingest.key");
        }
    }

    private void each(String list, List<String> columns, String role, String advice) {
        for (int i = 0; i < columns.size(); i++) {
            one(list + "[" + i + "]", Optional.of(columns.get(i)), role, advice);
        }
    }

    private void one(String path, Optional<String> column, String role, String advice) {
        column.filter(this::isDropped)
                .ifPresent(name -> add(
                        path,
                        "the " + String.format(role, shown(path, name)) + " is dropped by anonymize (line "
                                + file.places().line("anonymize.columns." + name) + ")" + advice));
    }

    private List<String> places(String list, List<String> columns, String column) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).equals(column)) {
                paths.add(list + "[" + i + "]");
            }
        }
        return paths;
    }

    private boolean isDropped(String column) {
        Anonymize.Protection protection = pipeline.anonymize().columns().get(column);
        return protection != null && protection.method() == Anonymize.Method.DROP;
    }

    private List<String> quasiIdentifiers() {
        return pipeline.anonymize()
                .kAnonymity()
                .map(Anonymize.KAnonymity::quasiIdentifiers)
                .orElse(List.of());
    }

    private String shown(String path, String value) {
        return file.places().shown(path, value);
    }

    private void add(String path, String text) {
        found.add(file.problem(path, text));
    }
}
