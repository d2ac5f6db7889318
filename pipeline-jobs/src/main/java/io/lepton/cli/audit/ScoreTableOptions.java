package io.lepton.cli.audit;

import io.lepton.cli.scan.NamedTable;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.Gate;
import io.lepton.jobs.scoretable.AlikePeople;
import io.lepton.jobs.scoretable.ScoreColumns;
import io.lepton.jobs.scoretable.ScoreTableAudit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What is to be audited in which columns, as options of the command line. */
public final class ScoreTableOptions {
    @Option(
            names = "--scores",
            required = true,
            paramLabel = "TABLE|DATA",
            description = "Audit scores made elsewhere: a table of the lake, or a CSV, JSON, Parquet or Delta file.")
    private String scores;

    @Option(
            names = "--score",
            paramLabel = "COLUMN",
            description =
                    "Holds the score: a probability (of several classes, the predicted one's), a rank's number or a predicted quantity.")
    private Optional<String> score = Optional.empty();

    @Option(
            names = "--probabilities",
            paramLabel = "COLUMN",
            description =
                    "Holds the probability of each of several classes: a map or a structure by class, or an array in the order of the classes' numbers.")
    private Optional<String> probabilities = Optional.empty();

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description =
                    "Holds what came true. Errors are told of the rows that have it; without the column only predictions are compared.")
    private Optional<String> label = Optional.empty();

    @Option(
            names = "--protected",
            required = true,
            split = ",",
            paramLabel = "COLUMN",
            description = "Say which group a person belongs to, such as sex,race.")
    private List<String> protectedAttributes = List.of();

    @Option(
            names = "--task",
            defaultValue = "binary",
            description = "What is predicted: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ScoreColumns.Task task;

    @Option(
            names = "--prediction",
            paramLabel = "COLUMN",
            description =
                    "Holds what was decided, in the label's values. Without it a row is selected from --threshold on.")
    private Optional<String> prediction = Optional.empty();

    @Option(
            names = "--threshold",
            defaultValue = "0.5",
            description = "Score from which on a row is selected (default: ${DEFAULT-VALUE}).")
    private double threshold;

    @Option(
            names = "--positive",
            paramLabel = "VALUE",
            description =
                    "The label that counts as 1, such as '>50K'. Labels of 0 and 1, or false and true, need none.")
    private Optional<String> positive = Optional.empty();

    @Option(names = "--weight", paramLabel = "COLUMN", description = "How many rows each row stands for.")
    private Optional<String> weight = Optional.empty();

    @Option(
            names = "--bins",
            paramLabel = "COLUMN=EDGE:EDGE...",
            description = "Ranges of a numeric attribute, as in age=25:45. Without them: quartiles.")
    private List<String> bins = List.of();

    @Option(
            names = "--intersections",
            defaultValue = "2",
            paramLabel = "DEPTH",
            description = "1 compares groups of single attributes, 2 also of pairs (default: ${DEFAULT-VALUE}).")
    private int intersections;

    @Option(
            names = "--minimum-count",
            defaultValue = "30",
            paramLabel = "ROWS",
            description = "Groups of fewer rows are shown, not judged (default: ${DEFAULT-VALUE}).")
    private int minimumCount;

    @Option(
            names = "--minimum-outcomes",
            defaultValue = "30",
            paramLabel = "ROWS",
            description =
                    "Nor are groups with fewer rows of either label, or of a class by its figures (default: ${DEFAULT-VALUE}).")
    private int minimumOutcomes;

    @Option(
            names = "--privacy-threshold",
            defaultValue = "10",
            paramLabel = "ROWS",
            description = "Of groups of fewer rows nothing is told but that they exist (default: ${DEFAULT-VALUE}).")
    private int privacyThreshold;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "COLUMN",
            description = "The model saw these: measures on a sample whether people who are alike are decided alike.")
    private List<String> features = List.of();

    @Option(
            names = "--neighbours",
            defaultValue = "5",
            paramLabel = "ROWS",
            description =
                    "With how many of the most similar each is compared, itself among them (default: ${DEFAULT-VALUE}).")
    private int neighbours;

    @Option(
            names = "--sample",
            defaultValue = "5000",
            paramLabel = "ROWS",
            description = "How many are compared at most; time goes with the square (default: ${DEFAULT-VALUE}).")
    private int sample;

    @Option(
            names = "--gate",
            paramLabel = "METRIC>=BOUND",
            description = "Ends with 4 where it does not hold, as in demographic_parity_ratio>=0.8 or"
                    + " 'equalized_odds_difference@sex<=0.1'. As often as needed.")
    private List<String> gates = List.of();

    @Option(
            names = "--judged-by",
            defaultValue = "point",
            description = "What of a figure gates are about: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Gate.JudgedBy judgedBy;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Names the scores in audits/fairness, for trends (default: TABLE as given).")
    private Optional<String> model = Optional.empty();

    @Option(names = "--delimiter", description = "Between the fields of CSV (default: ',', and a tab for .tsv).")
    private Optional<String> delimiter = Optional.empty();

    @Option(
            names = "--lake",
            defaultValue = "${env:LEPTON_LAKE:-lake}",
            description = "Root of the lake, where the figures are kept (default: $LEPTON_LAKE or 'lake').")
    private String lake;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write a page for people, as HTML, too: sentences, charts and all tables.")
    private Optional<Path> report = Optional.empty();

    Optional<Path> report() {
        return report;
    }

    /** What it means to be selected; empty where there are not two classes. */
    String outcome() {
        return task == ScoreColumns.Task.BINARY && label.isPresent() ? label.get() + " is " + positive.orElse("1") : "";
    }

    NamedTable table() {
        return new NamedTable(scores, delimiter, lake);
    }

    /** Under which name figures are kept. */
    String model() {
        return model.orElse(scores);
    }

    ScoreTableAudit audit() {
        requireScore();
        List<Gate> held =
                gates.stream().map(text -> new GateText(text).gate(judgedBy)).toList();
        return new ScoreTableAudit(
                new ScoreColumns(
                        task,
                        score,
                        probabilities,
                        label,
                        prediction,
                        positive,
                        threshold,
                        weight,
                        protectedAttributes),
                ranges(),
                intersections,
                new AuditInput.Judgement(minimumCount, minimumOutcomes, privacyThreshold),
                held,
                alike());
    }

    private AlikePeople alike() {
        if (!features.isEmpty() && task == ScoreColumns.Task.REGRESSION) {
            throw LeptonException.configuration(
                    "Cannot compare people who are alike: --task regression decides nothing. Take --features away.");
        }
        return new AlikePeople(features, neighbours, sample);
    }

    private void requireScore() {
        if (task == ScoreColumns.Task.MULTICLASS && prediction.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot audit several classes without predictions: name their column with --prediction.");
        }
        if (task != ScoreColumns.Task.MULTICLASS && probabilities.isPresent()) {
            throw LeptonException.configuration(
                    "Cannot audit probabilities of classes: --probabilities is for --task multiclass. Of two classes name the probability of the one that counts as 1 with --score.");
        }
        if (task != ScoreColumns.Task.MULTICLASS && score.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot audit without scores: name their column with --score. Where there are only decisions,"
                            + " name their column with both --score and --prediction.");
        }
    }

    private Map<String, List<Double>> ranges() {
        Map<String, List<Double>> ranges = new LinkedHashMap<>();
        for (String text : bins) {
            int equals = text.lastIndexOf('=');
            List<Double> edges = new ArrayList<>();
            try {
                for (String edge : text.substring(equals + 1).split(":")) {
                    edges.add(Double.valueOf(edge));
                }
            } catch (NumberFormatException e) {
                throw noBins(text, e);
            }
            if (equals < 1) {
                throw noBins(text, new IllegalArgumentException(text));
            }
            ranges.put(text.substring(0, equals), edges);
        }
        return ranges;
    }

    private static LeptonException noBins(String text, Exception cause) {
        return LeptonException.configuration(
                "Cannot read --bins '" + text + "'. Write COLUMN=EDGE:EDGE, as in age=25:45.", cause);
    }
}
