package io.lepton.config;

import io.lepton.config.yaml.Section;
import java.nio.charset.Charset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns sections of the file into records; the one place that knows keys, defaults and ranges. */
final class PipelineBinder {
    private static final int MANY = 1_000_000;
    private static final double LARGE = 1e12;
    private static final String PIPELINE_NAME = "[A-Za-z0-9][A-Za-z0-9_-]{0,127}";
    private static final String TABLE_NAME = "[A-Za-z0-9_-]+";
    private static final String REGISTRY_NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,127}";
    private static final List<String> METRICS = List.of("auc", "accuracy", "f1", "log-loss", "rmse", "mae", "r2");

    Pipeline bind(Section file, String hash, Optional<String> fileName) {
        file.require("pipeline");
        String name = file.name("pipeline", PIPELINE_NAME, "letters, digits, '-' and '_', 128 at most")
                .orElse("");
        file.require("ingest");
        file.require("train");
        Ingest ingest = ingest(file.section("ingest"), file.holds("ingest"));
        Pipeline pipeline = new Pipeline(
                name,
                file.name("lake").orElse("lake"),
                file.longInteger("seed", 42),
                ingest,
                anonymize(file.section("anonymize")),
                features(file.section("features"), ingest.table()),
                train(file.section("train"), file.holds("train")),
                register(file.section("register"), name),
                score(file.section("score")),
                audit(file.section("audit")),
                encryption(file),
                hash,
                fileName);
        file.done();
        return pipeline;
    }

    private static Optional<Encryption> encryption(Section file) {
        if (!file.has("encryption")) {
            return Optional.empty();
        }
        Section section = file.section("encryption");
        section.require("keyset");
        Optional<Anonymize.KeysetPlace> keyset = ProtectionBinder.keyset(section);
        List<Encryption.Folder> tables = section.choices(
                "tables", Encryption.Folder.class, List.of(Encryption.Folder.RAW, Encryption.Folder.QUARANTINE));
        Section columns = section.section("columns");
        Map<String, Anonymize.KeysetPlace> own = new LinkedHashMap<>();
        columns.keys().forEach(column -> own.put(column, ProtectionBinder.keysetAt(columns, column)));
        section.done();
        return keyset.map(place -> new Encryption(place, tables, own));
    }

    private Ingest ingest(Section section, boolean present) {
        if (present) {
            section.require("table");
            section.require("source");
        }
        String table = section.name("table", TABLE_NAME, "letters, digits, '-' and '_'")
                .orElse("");
        Ingest ingest = new Ingest(
                table,
                source(section.section("source"), section.holds("source")),
                section.choice("mode", Ingest.Mode.class, Ingest.Mode.REPLACE),
                section.names("key"),
                section.name("subject"),
                section.textMap("columns"),
                section.sections("expectations").stream()
                        .map(PipelineBinder::expectation)
                        .toList());
        section.done();
        return ingest;
    }

    private static Ingest.Source source(Section section, boolean present) {
        Optional<Ingest.Format> named = section.choice("format", Ingest.Format.class);
        Ingest.Format format = named.orElse(Ingest.Format.CSV);
        Ingest.Source source = new Ingest.Source(
                format,
                section.name("path"),
                section.name("delimiter").orElse(","),
                section.flag("header", true),
                section.flag("multi-line", false),
                encoding(section),
                section.has("null-values") ? section.texts("null-values") : List.of(""),
                section.name("url"),
                section.name("query"),
                section.text("user"),
                section.secret("password", Secret::new),
                section.textMap("options"));
        section.done();
        boolean known = present && (named.isPresent() || !section.holds("format"));
        if (known && format == Ingest.Format.JDBC) {
            if (!section.holds("url") || !section.holds("query")) {
                section.problem("format", "jdbc needs url and query");
            }
        } else if (known && !section.holds("path")) {
            section.problem("path", "this key is required for " + Section.word(format));
        }
        return source;
    }

    private static String encoding(Section section) {
        String encoding = section.name("encoding").orElse("UTF-8");
        try {
            Charset.forName(encoding);
        } catch (IllegalArgumentException e) {
            section.problem("encoding", "there is no such encoding; for example UTF-8, ISO-8859-1, windows-1252");
        }
        return encoding;
    }

    private static Ingest.Expectation expectation(Section section) {
        String check = section.required("check");
        Ingest.Expectation expectation = new Ingest.Expectation(
                section.text("name", check),
                check,
                section.choice("severity", Ingest.Severity.class, Ingest.Severity.FAIL),
                section.number("allowed-fraction", 0, 0, 1));
        section.done();
        return expectation;
    }

    private Anonymize anonymize(Section section) {
        Optional<Anonymize.KeysetPlace> keyset = ProtectionBinder.keyset(section);
        Section columns = section.section("columns");
        Map<String, Anonymize.Protection> protections = new LinkedHashMap<>();
        for (String column : columns.keys()) {
            protections.put(
                    column,
                    new ProtectionBinder(columns.sectionOrWord(column, "method"), keyset.isPresent()).protection());
        }
        Optional<Anonymize.KAnonymity> kAnonymity =
                section.has("k-anonymity") ? Optional.of(kAnonymity(section.section("k-anonymity"))) : Optional.empty();
        section.done();
        return new Anonymize(keyset, protections, kAnonymity);
    }

    private static Anonymize.KAnonymity kAnonymity(Section section) {
        Section weighed = section.section("weights");
        Map<String, Double> weights = new LinkedHashMap<>();
        weighed.keys()
                .forEach(column -> weights.put(column, weighed.positive(column).orElse(1.0)));
        weighed.done();
        Section columns = section.section("sensitive");
        Map<String, Anonymize.Sensitive> sensitive = new LinkedHashMap<>();
        columns.keys().forEach(column -> sensitive.put(column, sensitive(columns.section(column))));
        columns.done();
        Anonymize.KAnonymity kAnonymity = new Anonymize.KAnonymity(
                section.integer("k", 5, 2, MANY),
                section.names("quasi-identifiers"),
                section.number("suppression-limit", 0.02, 0, 1),
                section.textMap("hierarchies"),
                weights,
                sensitive);
        if (section.lacks("quasi-identifiers")) {
            section.problem("quasi-identifiers", "name at least one column");
        }
        section.done();
        return kAnonymity;
    }

    private static Anonymize.Sensitive sensitive(Section section) {
        Anonymize.Sensitive sensitive = new Anonymize.Sensitive(
                section.number("l", 1, MANY),
                section.choice("diversity", Anonymize.Diversity.class, Anonymize.Diversity.DISTINCT),
                section.number("c", 3, 1e-9, MANY),
                section.number("t", 0, 1),
                section.choice("distance", Anonymize.Distance.class, Anonymize.Distance.EQUAL),
                section.name("hierarchy"));
        section.done();
        if (!section.holds("l") && !section.holds("t")) {
            section.problem("name l, t or both: without them nothing is asked for");
        }
        boolean hierarchical = sensitive.distance() == Anonymize.Distance.HIERARCHICAL;
        if (hierarchical != section.holds("hierarchy") && !section.fromVariable("distance")) {
            section.problem(
                    hierarchical ? "distance" : "hierarchy",
                    hierarchical ? "hierarchical needs a hierarchy" : "has no meaning without distance: hierarchical");
        }
        return sensitive;
    }

    private static Features features(Section section, String table) {
        Section columns = section.section("transforms");
        Map<String, Features.Transform> transforms = new LinkedHashMap<>();
        for (String column : columns.keys()) {
            Section transform = columns.sectionOrWord(column, "method");
            transforms.put(
                    column,
                    new Features.Transform(
                            transform.choice("method", Features.Method.class, Features.Method.AUTO),
                            transform.integer("bins", 10, 2, 1000),
                            transform.integer("size", 32, 1, MANY)));
            transform.done();
        }
        Features features = new Features(
                section.name("table", TABLE_NAME, "letters, digits, '-' and '_'")
                        .orElse(table),
                section.name("event-time"),
                section.names("exclude"),
                transforms);
        section.done();
        return features;
    }

    private Train train(Section section, boolean present) {
        if (present) {
            section.require("label");
        }
        String label = section.name("label").orElse("");
        Section named = section.section("models");
        Map<Train.ModelKind, Train.ModelSettings> models = models(named);
        if (!section.has("models")) {
            models.put(Train.ModelKind.XGBOOST, settings(Train.ModelKind.XGBOOST, named));
        } else if (named.keys().isEmpty()) {
            named.problem("name at least one model");
        }
        Section split = section.section("split");
        Train.SplitMethod method = split.choice("method", Train.SplitMethod.class, Train.SplitMethod.STRATIFIED);
        Train.Split rows =
                new Train.Split(method, split.number("test-fraction", 0.2, 0.001, 0.999), split.name("column"));
        if ((method == Train.SplitMethod.TIME || method == Train.SplitMethod.GROUP) && !split.holds("column")) {
            split.problem("method", Section.word(method) + " needs split.column");
        }
        split.done();
        Optional<Train.EnsembleSettings> ensemble = Optional.empty();
        if (section.has("ensemble")) {
            Section settings = section.sectionOrWord("ensemble", "method");
            ensemble = Optional.of(new Train.EnsembleSettings(
                    settings.choice("method", Train.EnsembleMethod.class, Train.EnsembleMethod.STACKING)));
            settings.done();
            if (!section.has("models") || named.keys().size() == 1) {
                section.problem("ensemble", "an ensemble needs at least two models");
            }
        }
        Train train = new Train(
                label,
                section.text("positive"),
                section.choice("task", Train.Task.class, Train.Task.AUTO),
                section.name("weight"),
                rows,
                section.choice("metric", METRICS),
                section.integer("folds", 3, 2, 20),
                models,
                ensemble,
                section.choice("calibration", Train.CalibrationMethod.class),
                section.has("mitigate")
                        ? Optional.of(mitigate(section.sectionOrWord("mitigate", "method")))
                        : Optional.empty(),
                section.choice("device", Train.Device.class, Train.Device.AUTO));
        if (train.task() == Train.Task.REGRESSION && train.calibration().isPresent()) {
            section.problem("calibration", "numbers have no probabilities; calibration is for classes");
        }
        section.done();
        return train;
    }

    private static Mitigate mitigate(Section section) {
        Mitigate mitigate = new Mitigate(
                section.choice("method", Mitigate.Method.class, Mitigate.Method.AUTO),
                section.name("attribute"),
                section.choice("constraint", Mitigate.Constraint.class),
                section.number("bound", 0, 1),
                section.number("penalty", 0, MANY),
                section.number("repair-level", 0, 1),
                section.integer("tries", 1, 100),
                section.number("minutes", 0, MANY),
                section.number("max-accuracy-loss", 0, 1));
        section.done();
        return mitigate;
    }

    /** In the order of the file. */
    private static Map<Train.ModelKind, Train.ModelSettings> models(Section section) {
        Map<Train.ModelKind, Train.ModelSettings> models = new LinkedHashMap<>();
        Arrays.stream(Train.ModelKind.values()).map(Section::word).forEach(section::has);
        for (String key : section.keys()) {
            Section.constant(Train.ModelKind.class, key)
                    .ifPresent(kind -> models.put(kind, settings(kind, section.section(key))));
        }
        section.done();
        return models;
    }

    private static Map<String, Train.Direction> directions(Section section) {
        Map<String, Train.Direction> directions = new LinkedHashMap<>();
        for (String column : section.keys()) {
            directions.put(column, section.choice(column, Train.Direction.class, Train.Direction.INCREASING));
        }
        section.done();
        return directions;
    }

    private static Train.ModelSettings settings(Train.ModelKind kind, Section section) {
        Train.ModelSettings settings =
                switch (kind) {
                    case XGBOOST -> new Train.XgBoost(
                            section.integer("rounds", 100, 1, 100_000),
                            section.integer("depth", 6, 1, 30),
                            section.number("learning-rate", 0.1, 1e-6, 1),
                            section.number("subsample", 1, 0.01, 1),
                            section.number("column-sample", 1, 0.01, 1),
                            section.number("min-child-weight", 1, 0, MANY),
                            section.number("lambda", 1, 0, MANY),
                            section.integer("early-stopping", 0, 0, 100_000),
                            section.choice("external-memory", Train.ExternalMemory.class, Train.ExternalMemory.AUTO),
                            section.choice("categories", Train.TreeCategories.class, Train.TreeCategories.ONE_HOT),
                            directions(section.section("monotone")),
                            section.nameLists("interactions"));
                    case RANDOM_FOREST -> new Train.RandomForest(
                            section.integer("trees", 100, 1, 10_000),
                            section.integer("depth", 8, 1, 30),
                            section.integer("min-instances", 5, 1, MANY));
                    case GRADIENT_BOOSTED_TREES -> new Train.GradientBoostedTrees(
                            section.integer("rounds", 50, 1, 10_000),
                            section.integer("depth", 5, 1, 30),
                            section.number("learning-rate", 0.1, 1e-6, 1),
                            section.number("subsample", 0.8, 0.01, 1));
                    case LINEAR -> new Train.Linear(
                            section.integer("iterations", 100, 1, 100_000),
                            section.number("regularization", 0.0001, 0, 1e6),
                            section.number("elastic-net", 0, 0, 1));
                    case DECISION_TREE -> new Train.DecisionTree(
                            section.integer("depth", 5, 1, 30), section.integer("min-instances", 20, 1, MANY));
                    case NEURAL_NETWORK -> new Train.NeuralNetwork(
                            section.choice("architecture", Train.Architecture.class, Train.Architecture.MLP),
                            section.integers("hidden", List.of(64, 32), 1, 100_000),
                            section.flag("batch-normalization", false),
                            section.integer("bins", 32, 0, 1000),
                            section.integer("embedding", 0, 0, 1000),
                            section.choice(
                                    "categories", Train.NetworkCategories.class, Train.NetworkCategories.ONE_HOT),
                            section.integer("epochs", 20, 1, 100_000),
                            section.integer("batch", 512, 1, MANY),
                            section.choice("optimizer", Train.Optimizer.class, Train.Optimizer.ADAMW),
                            section.number("learning-rate", 0.002, 1e-8, 1),
                            section.choice("schedule", Train.Schedule.class, Train.Schedule.COSINE),
                            section.integer("warm-up", 0, 0, 100_000),
                            section.number("dropout", 0.2, 0, 0.95),
                            section.number("weight-decay", 0.0001, 0, 1),
                            section.choice("class-weights", Train.ClassWeights.class, Train.ClassWeights.NONE),
                            section.integer("split-wider-than", 0, 0, 100_000));
                };
        section.done();
        return settings;
    }

    private static Register register(Section section, String pipeline) {
        String expected = "letters, digits, '.', '-' and '_', a letter or digit first, 128 at most";
        Optional<Register.Compress> compress =
                section.has("compress") ? Optional.of(compress(section.section("compress"))) : Optional.empty();
        Register register = new Register(
                section.name("model", REGISTRY_NAME, expected).orElse(pipeline),
                section.name("alias", REGISTRY_NAME, expected).orElse("champion"),
                section.text("description", ""),
                compress);
        section.done();
        return register;
    }

    private static Register.Compress compress(Section section) {
        Register.Compress compress = new Register.Compress(section.number("max-auc-loss", 0.002, 0, 1));
        section.done();
        return compress;
    }

    private static Score score(Section section) {
        Section input = section.section("input");
        Optional<Ingest.Source> source =
                input.has("source") ? Optional.of(source(input.section("source"), true)) : Optional.empty();
        Score score = new Score(
                section.name("model"),
                section.name("challenger"),
                new Score.Input(
                        input.choice("rows", Score.Rows.class, Score.Rows.TEST),
                        source,
                        input.flag("incremental", false)),
                section.choice("write", Score.Write.class, Score.Write.APPEND),
                section.has("select") ? select(section.section("select")) : Optional.empty(),
                section.flag("raw-score", false),
                section.flag("probabilities", true),
                section.flag("allow-protected-attributes", false));
        input.done();
        section.done();
        return score;
    }

    private static Optional<Score.Select> select(Section section) {
        Score.Select select = new Score.Select(
                section.integer("top", 1, Integer.MAX_VALUE),
                section.number("top-fraction", 0, 1),
                section.number("at-least", -LARGE, LARGE));
        long given = Stream.of("top", "top-fraction", "at-least")
                .filter(section::holds)
                .count();
        if (given > 1) {
            section.problem("name one of top, top-fraction and at-least");
        }
        section.done();
        return given == 0 ? Optional.empty() : Optional.of(select);
    }

    private static Audit audit(Section section) {
        Section bins = section.section("bins");
        Map<String, List<Double>> edges = new LinkedHashMap<>();
        bins.keys().forEach(column -> edges.put(column, edges(bins, column)));
        Audit audit = new Audit(
                section.names("protected-attributes"),
                edges,
                section.integer("intersections", 2, 1, 4),
                section.integer("minimum-count", 30, 0, MANY),
                section.integer("minimum-outcomes", 30, 0, MANY),
                section.integer("privacy-threshold", 10, 0, MANY),
                section.flag("slices", true),
                consistency(section.section("consistency")),
                section.number("threshold", 0.5, 0, 1),
                section.sections("gates").stream().map(PipelineBinder::gate).toList());
        section.done();
        return audit;
    }

    private static Audit.Consistency consistency(Section section) {
        Audit.Consistency consistency = new Audit.Consistency(
                section.integer("neighbours", 5, 2, 100), section.integer("sample", 5000, 0, 20_000));
        section.done();
        return consistency;
    }

    private static List<Double> edges(Section bins, String column) {
        List<Double> edges = bins.numbers(column);
        boolean ascending = IntStream.range(1, edges.size()).allMatch(i -> edges.get(i - 1) < edges.get(i));
        if (bins.lacks(column)) {
            bins.problem(column, "name at least one edge");
        }
        if (!ascending) {
            bins.problem(column, "expected ascending numbers");
        }
        return edges;
    }

    private static Audit.Gate gate(Section section) {
        Audit.Gate gate = new Audit.Gate(
                section.required("metric"),
                section.number("at-least", -LARGE, LARGE),
                section.number("at-most", -LARGE, LARGE),
                section.name("attribute"),
                section.choice("judged-by", Audit.JudgedBy.class, Audit.JudgedBy.POINT),
                section.choice("against", Audit.Against.class, Audit.Against.NOTHING));
        if (!section.holds("at-least") && !section.holds("at-most")) {
            section.problem("metric", "a gate needs at-least or at-most");
        }
        section.done();
        return gate;
    }
}
