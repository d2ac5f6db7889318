/** How well real data is predicted: what is chosen is chosen by cross-fitting, and rows held out are looked at once. */
package io.lepton.cli.bench.quality;
