package io.lepton.config;

import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns sections of the file into records; the one place that knows keys, defaults and ranges. */
record PipelineBinder(Problems problems) {
    private static final int MANY = 1_000_000;

    Pipeline bind(Section file, String hash, Optional<String> fileName) {
        String name = file.required("pipeline");
        if (!name.isEmpty() && !name.matches("[A-Za-z0-9_-]+")) {
            file.problem("pipeline", "'" + name + "' may hold only letters, digits, '-' and '_'");
        }
        if (!file.has("ingest")) {
            problems.add(file.line(), "ingest", "this key is required");
        }
        if (!file.has("train")) {
            problems.add(file.line(), "train", "this key is required");
        }
        Ingest ingest = ingest(file.section("ingest"), file.has("ingest"));
        Pipeline pipeline = new Pipeline(
                name,
                file.text("lake", "lake"),
                file.longInteger("seed", 42),
                ingest,
                anonymize(file.section("anonymize")),
                features(file.section("features"), ingest.table()),
                train(file.section("train"), file.has("train")),
                register(file.section("register"), name),
                score(file.section("score")),
                audit(file.section("audit")),
                hash,
                fileName);
        file.done();
        return pipeline;
    }

    private Ingest ingest(Section section, boolean present) {
        String table = present ? section.required("table") : "";
        if (!table.isEmpty() && !table.matches("[A-Za-z0-9_-]+")) {
            section.problem("table", "'" + table + "' may hold only letters, digits, '-' and '_'");
        }
        if (present && !section.has("source")) {
            section.problem("source", "this key is required");
        }
        Ingest ingest = new Ingest(
                table,
                source(section.section("source"), section.has("source")),
                section.choice("mode", Ingest.Mode.class, Ingest.Mode.REPLACE),
                section.texts("key"),
                section.textMap("columns"),
                section.sections("expectations").stream()
                        .map(PipelineBinder::expectation)
                        .toList());
        section.has("columns");
        section.done();
        return ingest;
    }

    private static Ingest.Source source(Section section, boolean present) {
        Ingest.Format format = section.choice("format", Ingest.Format.class, Ingest.Format.CSV);
        Ingest.Source source = new Ingest.Source(
                format,
                section.text("path"),
                section.text("delimiter", ","),
                section.flag("header", true),
                section.flag("multi-line", false),
                section.text("encoding", "UTF-8"),
                section.has("null-values") ? section.texts("null-values") : List.of(""),
                section.text("url"),
                section.text("query"),
                section.text("user"),
                section.secret("password"),
                section.textMap("options"));
        section.done();
        if (present && format == Ingest.Format.JDBC) {
            if (source.url().isEmpty() || source.query().isEmpty()) {
                section.problem("format", "jdbc needs url and query");
            }
        } else if (present && source.path().isEmpty()) {
            section.problem("path", "this key is required for " + Section.word(format));
        }
        return source;
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
        Section columns = section.section("columns");
        Map<String, Anonymize.Protection> protections = new LinkedHashMap<>();
        for (String column : columns.keys()) {
            protections.put(column, protection(columns.sectionOrWord(column, "method")));
        }
        Optional<Anonymize.KAnonymity> kAnonymity =
                section.has("k-anonymity") ? Optional.of(kAnonymity(section.section("k-anonymity"))) : Optional.empty();
        section.done();
        return new Anonymize(protections, kAnonymity);
    }

    private static Anonymize.Protection protection(Section section) {
        section.required("method");
        Anonymize.Method method = section.choice("method", Anonymize.Method.class, Anonymize.Method.KEEP);
        Anonymize.Protection protection = new Anonymize.Protection(
                method,
                section.integer("keep-first", 0, 0, 1000),
                section.integer("keep-last", 0, 0, 1000),
                section.secret("key"),
                section.number("width", Double.MIN_VALUE, Double.MAX_VALUE),
                section.choice("date-part", Anonymize.DatePart.class),
                section.integer("prefix", 0, 1000),
                section.text("hierarchy"),
                section.integer("level", 1, 1, 100));
        section.done();
        belongs(section, method, Anonymize.Method.MASK, "keep-first", "keep-last");
        belongs(section, method, Anonymize.Method.PSEUDONYMIZE, "key");
        belongs(section, method, Anonymize.Method.GENERALIZE, "width", "date-part", "prefix", "hierarchy", "level");
        if (method == Anonymize.Method.PSEUDONYMIZE
                && protection.key().map(key -> key.reveal().length() < 16).orElse(true)) {
            section.problem(
                    "key",
                    "pseudonymize needs a key of at least 16 characters; keep it out of the file: key: ${LEPTON_KEY}");
        }
        long ways = List.of("width", "date-part", "prefix", "hierarchy").stream()
                .filter(section::has)
                .count();
        if (method == Anonymize.Method.GENERALIZE && ways != 1) {
            section.problem("method", "generalize needs exactly one of width, date-part, prefix, hierarchy");
        }
        return protection;
    }

    private static void belongs(Section section, Anonymize.Method method, Anonymize.Method owner, String... keys) {
        for (String key : keys) {
            if (method != owner && section.has(key)) {
                section.problem(
                        key, "has no meaning for " + Section.word(method) + ", it belongs to " + Section.word(owner));
            }
        }
    }

    private static Anonymize.KAnonymity kAnonymity(Section section) {
        Anonymize.KAnonymity kAnonymity = new Anonymize.KAnonymity(
                section.integer("k", 5, 2, MANY),
                section.texts("quasi-identifiers"),
                section.number("suppression-limit", 0.02, 0, 1),
                section.textMap("hierarchies"));
        if (kAnonymity.quasiIdentifiers().isEmpty()) {
            section.problem("quasi-identifiers", "name at least one column");
        }
        section.done();
        return kAnonymity;
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
                section.text("table", table), section.text("event-time"), section.texts("exclude"), transforms);
        section.done();
        return features;
    }

    private Train train(Section section, boolean present) {
        String label = present ? section.required("label") : "";
        Map<Train.ModelKind, Train.ModelSettings> models = models(section.section("models"));
        if (present && !section.has("models")) {
            models.put(
                    Train.ModelKind.XGBOOST, xgboost(section.section("models").section("xgboost")));
        }
        Section split = section.section("split");
        Train.SplitMethod method = split.choice("method", Train.SplitMethod.class, Train.SplitMethod.STRATIFIED);
        Train.Split rows =
                new Train.Split(method, split.number("test-fraction", 0.2, 0.001, 0.999), split.text("column"));
        if ((method == Train.SplitMethod.TIME || method == Train.SplitMethod.GROUP)
                && rows.column().isEmpty()) {
            split.problem("method", Section.word(method) + " needs split.column");
        }
        split.done();
        Optional<Train.EnsembleSettings> ensemble = Optional.empty();
        if (section.has("ensemble")) {
            Section settings = section.sectionOrWord("ensemble", "method");
            ensemble = Optional.of(new Train.EnsembleSettings(
                    settings.choice("method", Train.EnsembleMethod.class, Train.EnsembleMethod.STACKING)));
            settings.done();
            if (models.size() < 2) {
                section.problem("ensemble", "an ensemble needs at least two models");
            }
        }
        Train train = new Train(
                label,
                section.text("positive"),
                section.choice("task", Train.Task.class, Train.Task.AUTO),
                section.text("weight"),
                rows,
                section.text("metric"),
                section.integer("folds", 3, 2, 20),
                models,
                ensemble);
        train.metric().ifPresent(metric -> {
            List<String> known = List.of("auc", "accuracy", "f1", "log-loss", "rmse", "mae", "r2");
            if (!known.contains(metric)) {
                section.problem(
                        "metric",
                        "'" + metric + "' is none of " + String.join(", ", known) + "."
                                + Suggestion.didYouMean(metric, known));
            }
        });
        section.done();
        return train;
    }

    private static Map<Train.ModelKind, Train.ModelSettings> models(Section section) {
        Map<Train.ModelKind, Train.ModelSettings> models = new EnumMap<>(Train.ModelKind.class);
        List<String> inOrder = new ArrayList<>(section.keys());
        Map<Train.ModelKind, Train.ModelSettings> ordered = new LinkedHashMap<>();
        for (Train.ModelKind kind : Train.ModelKind.values()) {
            String key = Section.word(kind);
            if (inOrder.contains(key)) {
                Section settings = section.section(key);
                models.put(
                        kind,
                        switch (kind) {
                            case XGBOOST -> xgboost(settings);
                            case RANDOM_FOREST -> new Train.RandomForest(
                                    settings.integer("trees", 100, 1, 10_000),
                                    settings.integer("depth", 8, 1, 30),
                                    settings.integer("min-instances", 5, 1, MANY));
                            case GRADIENT_BOOSTED_TREES -> new Train.GradientBoostedTrees(
                                    settings.integer("rounds", 50, 1, 10_000),
                                    settings.integer("depth", 5, 1, 30),
                                    settings.number("learning-rate", 0.1, 1e-6, 1),
                                    settings.number("subsample", 0.8, 0.01, 1));
                            case LINEAR -> new Train.Linear(
                                    settings.integer("iterations", 100, 1, 100_000),
                                    settings.number("regularization", 0.0001, 0, 1e6),
                                    settings.number("elastic-net", 0, 0, 1));
                            case DECISION_TREE -> new Train.DecisionTree(
                                    settings.integer("depth", 5, 1, 30),
                                    settings.integer("min-instances", 20, 1, MANY));
                            case NEURAL_NETWORK -> new Train.NeuralNetwork(
                                    settings.integers("hidden", List.of(64, 32), 1, 100_000),
                                    settings.integer("epochs", 20, 1, 100_000),
                                    settings.integer("batch", 512, 1, MANY),
                                    settings.number("learning-rate", 0.005, 1e-8, 1),
                                    settings.number("dropout", 0.2, 0, 0.95),
                                    settings.number("weight-decay", 0.0001, 0, 1));
                        });
                settings.done();
            } else {
                section.has(key);
            }
        }
        section.done();
        inOrder.forEach(key ->
                Section.constant(Train.ModelKind.class, key).ifPresent(kind -> ordered.put(kind, models.get(kind))));
        return ordered;
    }

    private static Train.XgBoost xgboost(Section settings) {
        return new Train.XgBoost(
                settings.integer("rounds", 100, 1, 100_000),
                settings.integer("depth", 6, 1, 30),
                settings.number("learning-rate", 0.1, 1e-6, 1),
                settings.number("subsample", 1, 0.01, 1),
                settings.number("column-sample", 1, 0.01, 1),
                settings.number("min-child-weight", 1, 0, MANY),
                settings.number("lambda", 1, 0, MANY));
    }

    private static Register register(Section section, String pipeline) {
        Register register = new Register(
                section.text("model", pipeline), section.text("alias", "champion"), section.text("description", ""));
        for (String key : List.of("model", "alias")) {
            String name = key.equals("model") ? register.model() : register.alias();
            if (!name.matches("[A-Za-z0-9._-]*")) {
                section.problem(key, "'" + name + "' may hold only letters, digits, '.', '-' and '_'");
            }
        }
        section.done();
        return register;
    }

    private static Score score(Section section) {
        Section input = section.section("input");
        Optional<Ingest.Source> source =
                input.has("source") ? Optional.of(source(input.section("source"), true)) : Optional.empty();
        Score score = new Score(
                section.text("model"),
                new Score.Input(input.choice("rows", Score.Rows.class, Score.Rows.TEST), source));
        input.done();
        section.done();
        return score;
    }

    private static Audit audit(Section section) {
        Section bins = section.section("bins");
        Map<String, List<Double>> edges = new LinkedHashMap<>();
        bins.keys().forEach(column -> edges.put(column, bins.numbers(column)));
        Audit audit = new Audit(
                section.texts("protected-attributes"),
                edges,
                section.integer("minimum-count", 30, 0, MANY),
                section.integer("privacy-threshold", 10, 0, MANY),
                section.number("threshold", 0.5, 0, 1),
                section.sections("gates").stream().map(PipelineBinder::gate).toList());
        section.done();
        return audit;
    }

    private static Audit.Gate gate(Section section) {
        Audit.Gate gate = new Audit.Gate(
                section.required("metric"),
                section.number("at-least", -1e12, 1e12),
                section.number("at-most", -1e12, 1e12),
                section.text("attribute"));
        if (gate.atLeast().isEmpty() && gate.atMost().isEmpty()) {
            section.problem("metric", "a gate needs at-least or at-most");
        }
        section.done();
        return gate;
    }
}
