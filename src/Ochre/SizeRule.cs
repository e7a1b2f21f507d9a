namespace Ochre;

/// <summary>Which sizes a model paints, in pixels.</summary>
public abstract record SizeRule
{
    private SizeRule()
    {
    }

    /// <summary>What the model paints when nobody asks for a size; 0x0 where its input decides.</summary>
    public required PixelSize Default { get; init; }

    /// <summary>True when exactly this size can be painted.</summary>
    public abstract bool Allows(PixelSize size);

    /// <summary>The permitted size that is most like the wish; the wish itself where it is permitted.</summary>
    public abstract PixelSize Nearest(PixelSize wish);

    /// <summary>Says which sizes are permitted, for a message: <c>one of 1024x1024, 768x1152 …</c>.</summary>
    public abstract string Describe();

    /// <summary>A fixed list of sizes.</summary>
    public sealed record Listed(IReadOnlyList<PixelSize> Sizes) : SizeRule
    {
        public override bool Allows(PixelSize size) => Sizes.Contains(size);

        /// <remarks>
        /// The shape counts twice as much as the area, both in log space, so that a square wish stays square and 2:3 is as far from
        /// 1:1 as 3:2 is. The wish's area is first brought between the list's smallest and largest, else a tiny wish would only
        /// look for the smallest area whatever its shape.
        /// </remarks>
        public override PixelSize Nearest(PixelSize wish)
        {
            if (Allows(wish))
                return wish;
            var area = Math.Clamp(wish.Pixels, Sizes.Min(size => size.Pixels), Sizes.Max(size => size.Pixels));
            return Sizes.MinBy(size =>
            {
                var shape = 2 * Math.Log(size.Ratio / wish.Ratio);
                var extent = Math.Log((double)size.Pixels / area);
                return shape * shape + extent * extent;
            });
        }

        public override string Describe() => $"one of {string.Join(", ", Sizes)}";
    }

    /// <summary>Aspect ratios: the model chooses the pixels, and these are the sizes it usually gives.</summary>
    public sealed record Ratios(IReadOnlyList<AspectRatio> All) : SizeRule
    {
        public override bool Allows(PixelSize size) => All.Any(ratio => ratio.Size == size);

        public override PixelSize Nearest(PixelSize wish) => NearestRatio(wish).Size;

        /// <summary>Distance in log space, so that 2:3 is as far from 1:1 as 3:2 is; the first listed wins a tie.</summary>
        public AspectRatio NearestRatio(PixelSize wish) => All.MinBy(ratio => Math.Abs(Math.Log(ratio.Value / wish.Ratio)))!;

        public override string Describe() => $"one of the ratios {string.Join(", ", All.Select(ratio => ratio.Name))}";
    }

    /// <summary>The picture that comes in decides; nobody can ask for a size.</summary>
    public sealed record OfInput : SizeRule
    {
        public override bool Allows(PixelSize size) => true;

        public override PixelSize Nearest(PixelSize wish) => wish;

        public override string Describe() => "decided by the picture it starts from";
    }

    /// <summary>Any size within bounds: sides of a step's multiples, a largest aspect (long side : short side) and a largest area.</summary>
    public sealed record Range(int MinSide, int MaxSide, int Step, int MaxAspect, long MaxPixels) : SizeRule
    {
        public override bool Allows(PixelSize size) =>
            AllowsSide(size.Width) && AllowsSide(size.Height) && size.Pixels <= MaxPixels
            && Math.Max(size.Width, size.Height) <= (long)MaxAspect * Math.Min(size.Width, size.Height);

        /// <remarks>The shape is kept as far as the bounds let it: the wish is scaled into range, then rounded to the step.</remarks>
        public override PixelSize Nearest(PixelSize wish)
        {
            double longer = Math.Max(wish.Width, wish.Height);
            double shorter = Math.Max(Math.Min(wish.Width, wish.Height), longer / MaxAspect);
            var grow = Math.Max(1, MinSide / shorter);
            var shrink = Math.Min(MaxSide / (longer * grow), Math.Sqrt(MaxPixels / (longer * grow * shorter * grow)));
            var scale = grow * Math.Min(1, shrink);

            var (major, minor) = (ToStep(longer * scale), ToStep(shorter * scale));
            while (major > MaxAspect * minor || (long)major * minor > MaxPixels)
                major -= Step;
            return wish.Width >= wish.Height ? new(major, minor) : new(minor, major);
        }

        public override string Describe() =>
            $"sides of {MinSide} to {MaxSide} in steps of {Step}, at most {MaxAspect}:1, at most {MaxPixels} pixels";

        private bool AllowsSide(int side) => side >= MinSide && side <= MaxSide && side % Step == 0;

        private int ToStep(double side) =>
            Math.Clamp((int)Math.Round(side / Step, MidpointRounding.AwayFromZero) * Step, MinSide, MaxSide);
    }
}

/// <summary>A shape that a model can be asked for.</summary>
/// <param name="Name">As the model wants it: <c>16:9</c>.</param>
/// <param name="Size">The pixels that usually come back.</param>
public sealed record AspectRatio(string Name, double Value, PixelSize Size);
