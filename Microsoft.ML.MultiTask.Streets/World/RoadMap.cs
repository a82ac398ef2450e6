namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>
/// Converts points of the ground to road coordinates, with a grid that stores the nearest stretch of each road per cell.
/// </summary>
internal sealed class RoadMap
{
    private const float CellSize = 2f;
    private const float Reach = 30f;
    private const int RoadsPerCell = 3;
    private const float CornerRounding = 5f;

    private readonly StreetRoad[] _roads;
    private readonly Entry[] _entries;
    private readonly float _originX;
    private readonly float _originZ;
    private readonly int _columns;
    private readonly int _rows;

    public RoadMap(IReadOnlyList<StreetRoad> roads)
    {
        _roads = [.. roads];
        var (minX, maxX, minZ, maxZ) = (float.MaxValue, float.MinValue, float.MaxValue, float.MinValue);
        foreach (var road in roads)
        {
            for (var i = 0; i < road.Curve.SampleCount; i++)
            {
                var (x, z) = road.Curve.SampleAt(i);
                (minX, maxX) = (MathF.Min(minX, x), MathF.Max(maxX, x));
                (minZ, maxZ) = (MathF.Min(minZ, z), MathF.Max(maxZ, z));
            }
        }
        (_originX, _originZ) = (minX - Reach, minZ - Reach);
        _columns = (int)MathF.Ceiling((maxX - minX + 2 * Reach) / CellSize);
        _rows = (int)MathF.Ceiling((maxZ - minZ + 2 * Reach) / CellSize);
        _entries = new Entry[_columns * _rows * RoadsPerCell];
        Array.Fill(_entries, new Entry(-1, 0, float.MaxValue));
        for (var road = 0; road < _roads.Length; road++)
        {
            for (var sample = 0; sample < _roads[road].Curve.SampleCount; sample += 2)
            {
                Stamp(road, sample);
            }
        }
    }

    public GroundPoint At(float x, float z)
    {
        var (column, row) = ((x - _originX) * (1 / CellSize), (z - _originZ) * (1 / CellSize));
        if (!(column >= 0f && row >= 0f && column < _columns && row < _rows))
        {
            return new GroundPoint(GroundPoint.Far, null, 0f, 0f, GroundPoint.Far);
        }
        var (edge, other) = (GroundPoint.Far, GroundPoint.Far);
        var (nearest, alongNearest, offNearest) = (default(StreetRoad), 0f, 0f);
        var first = ((int)row * _columns + (int)column) * RoadsPerCell;
        for (var i = first; i < first + RoadsPerCell && _entries[i].Road >= 0; i++)
        {
            var road = _roads[_entries[i].Road];
            var (s, d) = road.Curve.Project(x, z, _entries[i].Sample);
            var length = (float)road.Curve.Length;
            var distance = MathF.Max(MathF.Abs(d) - road.Profile.HalfWidth, MathF.Max(-s, s - length));
            if (distance < edge)
            {
                (other, edge) = (edge, distance);
                (nearest, alongNearest, offNearest) = (road, s, d);
            }
            else if (distance < other)
            {
                other = distance;
            }
        }
        var blend = MathF.Max(CornerRounding - (other - edge), 0f);
        var rounded = edge - blend * blend * (0.25f / CornerRounding);
        return new GroundPoint(rounded, nearest, alongNearest, offNearest, other);
    }

    private void Stamp(int road, int sample)
    {
        var (x, z) = _roads[road].Curve.SampleAt(sample);
        var (column, row) = ((int)((x - _originX) / CellSize), (int)((z - _originZ) / CellSize));
        var cells = (int)(Reach / CellSize);
        for (var r = Math.Max(0, row - cells); r <= Math.Min(_rows - 1, row + cells); r++)
        {
            for (var c = Math.Max(0, column - cells); c <= Math.Min(_columns - 1, column + cells); c++)
            {
                var (dx, dz) = (_originX + (c + 0.5f) * CellSize - x, _originZ + (r + 0.5f) * CellSize - z);
                Keep((r * _columns + c) * RoadsPerCell, new Entry(road, sample, dx * dx + dz * dz));
            }
        }
    }

    /// <summary>Keeps a cell's entries one per road, nearest first.</summary>
    private void Keep(int first, Entry entry)
    {
        var cell = _entries.AsSpan(first, RoadsPerCell);
        var place = 0;
        while (place < RoadsPerCell && cell[place].Road != entry.Road && cell[place].Road >= 0)
        {
            place++;
        }
        if (place == RoadsPerCell)
        {
            place--;
        }
        if (cell[place].SquaredDistance <= entry.SquaredDistance)
        {
            return;
        }
        cell[place] = entry;
        for (; place > 0 && cell[place - 1].SquaredDistance > cell[place].SquaredDistance; place--)
        {
            (cell[place - 1], cell[place]) = (cell[place], cell[place - 1]);
        }
    }

    private readonly record struct Entry(int Road, int Sample, float SquaredDistance);
}
