#:project ../src/Ochre.Emulator/Ochre.Emulator.csproj
#:property PublishAot=false

// Makes every edit once and puts source, mask and result on one sheet, to look at the emulator's edits:  dotnet run samples/edit-sheet.cs -- out.jpg

using Ochre.Emulator.Editing;

using var file = File.Create(args.Length > 0 ? args[0] : "edit-sheet.jpg");
EditSheet.Write(file, columns: 3, tile: args.Length > 1 ? int.Parse(args[1]) : 132);
