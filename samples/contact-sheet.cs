#:project ../src/Ochre.Emulator/Ochre.Emulator.csproj
#:property PublishAot=false

// Paints one sheet of varied prompts, to look at the emulator's painter:  dotnet run samples/contact-sheet.cs -- out.png

using Ochre.Emulator.Painter;

string[] prompts =
[
    "A cute baby sea otter", "a lighthouse at night", "city skyline at sunset", "a fox in a snowy forest", "misty mountains at dawn", "an astronaut's view of a ringed planet",
    "a red kite on the beach", "a hot air balloon over green fields", "portrait of a ginger cat", "pixel-art castle", "watercolor of a lake with a cabin", "neon cyberpunk city",
    "abstract painting of emotions", "desert with cactus, golden hour", "a tropical island", "garden full of tulips", "low poly canyon", "aurora over a frozen lake",
    "a friendly robot", "goldfish and corals", "line art of a sailing boat", "black and white photo of a bridge in fog", "mushrooms in the forest", "a stormy ocean",
];
using var file = File.Create(args.Length > 0 ? args[0] : "contact-sheet.png");
ContactSheet.Write(file, prompts, columns: 6, tile: args.Length > 1 ? int.Parse(args[1]) : 320);
