"""Trains the benchmarks' network by PyTorch on the CPU, and prints seconds of an epoch and AUC as JSON.

Files hold rows as float32: the features, then the label. Rows stay in memory and are shuffled each epoch; batches are cut from them
without a DataLoader, which would take several times as long.
"""

import argparse
import json
import math
import os
import statistics
import time

import torch


def read(path, features):
    values = torch.from_file(path, size=os.path.getsize(path) // 4, dtype=torch.float32)
    table = values.view(-1, features + 1)
    return table[:, :features].contiguous(), table[:, features:].contiguous()


def network(features, hidden):
    layers = []
    for units in hidden:
        layers += [torch.nn.Linear(features, units), torch.nn.ReLU()]
        features = units
    layers.append(torch.nn.Linear(features, 1))
    for layer in layers:
        if isinstance(layer, torch.nn.Linear):
            torch.nn.init.kaiming_normal_(layer.weight)
            torch.nn.init.zeros_(layer.bias)
    return torch.nn.Sequential(*layers)


def train(model, features, labels, batch, epochs, learning_rate):
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    loss = torch.nn.BCEWithLogitsLoss()
    seconds = []
    for epoch in range(epochs):
        start = time.perf_counter()
        optimizer.param_groups[0]["lr"] = learning_rate * 0.5 * (1 + math.cos(math.pi * epoch / epochs))
        for rows in torch.randperm(len(features)).split(batch):
            optimizer.zero_grad()
            loss(model(features[rows]), labels[rows]).backward()
            optimizer.step()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds[1:] or seconds)


def auc(scores, labels):
    labels = labels[scores.argsort()]
    positives = labels.sum().item()
    ranks = torch.arange(1, len(labels) + 1, dtype=torch.float64)
    above = ranks[labels > 0.5].sum().item() - positives * (positives + 1) / 2
    return above / (positives * (len(labels) - positives))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("training")
    parser.add_argument("unseen")
    parser.add_argument("--features", type=int)
    parser.add_argument("--hidden", type=int, nargs="+")
    parser.add_argument("--batch", type=int)
    parser.add_argument("--epochs", type=int)
    parser.add_argument("--learning-rate", type=float)
    parser.add_argument("--threads", type=int)
    given = parser.parse_args()

    torch.manual_seed(42)
    torch.set_num_threads(given.threads)
    model = network(given.features, given.hidden)
    inputs, labels = read(given.training, given.features)
    seconds = train(model, inputs, labels, given.batch, given.epochs, given.learning_rate)
    with torch.no_grad():
        inputs, labels = read(given.unseen, given.features)
        quality = auc(model(inputs).flatten(), labels.flatten())
    print(json.dumps({"secondsAnEpoch": seconds, "auc": quality, "version": torch.__version__}))
