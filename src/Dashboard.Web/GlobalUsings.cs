// Every page writes figures; the same name means the figures of a connection elsewhere, so it is said once which is meant.
global using Figures = Dashboard.Core.Snapshots.Figures;
